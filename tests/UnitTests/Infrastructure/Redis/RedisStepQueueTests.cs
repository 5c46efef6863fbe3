using Goring.Application.Connections;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;
using Goring.Infrastructure.Redis;
using StackExchange.Redis;

namespace Goring.UnitTests.Infrastructure.Redis;

public sealed class RedisStepQueueTests
{
    private static readonly UserId Alice = new("alice");
    private static readonly UserId Bob = new("bob");

    private readonly RedisStepQueue _queue = new();

    [Fact]
    public void Only_the_first_finds_nobody_who_takes_batches()
    {
        _queue.Add(Relay("s", Alice)).Should().BeTrue();
        _queue.Add(Relay("s", Alice)).Should().BeFalse();

        _queue.TryTakeBatch().Should().NotBeNull();
        _queue.Add(Relay("s", Alice)).Should().BeFalse("it is still taken from");
        _queue.TryTakeBatch().Should().NotBeNull();
        _queue.TryTakeBatch().Should().BeNull();
        _queue.Add(Relay("s", Alice)).Should().BeTrue();
    }

    [Fact]
    public void Relays_without_frames_follow_the_one_of_their_sender_and_session()
    {
        RedisStep[] steps =
        [
            Relay("s", Alice), Relay("other", Bob), Relay("s", Alice), Relay("s", Bob), Relay("s", Alice), Relay("s", Alice),
        ];
        AddAll(steps);

        var batch = _queue.TryTakeBatch()!;

        batch.Should().Equal(steps[0], steps[1], steps[3], steps[4]);
        Chain(batch[0]).Should().Equal(steps[0], steps[2]);
        Chain(batch[3]).Should().Equal(steps[4], steps[5]);
    }

    [Fact]
    public void Nothing_follows_past_another_step_of_the_session_nor_with_a_frame()
    {
        RedisStep[] steps =
        [
            Relay("s", Alice), Step(CallTransition.End, "s", Bob, withFrame: true), Relay("s", Alice), Step(CallTransition.End, "s", Alice, withFrame: false), Relay("s", Alice),
            Relay("s", Alice, withFrame: true), Relay("s", Alice),
        ];
        AddAll(steps);

        _queue.TryTakeBatch().Should().Equal(steps);
    }

    [Fact]
    public void Those_taken_again_stand_in_front_alone_and_with_their_frames()
    {
        RedisStep[] first = [Relay("s", Alice), Relay("s", Alice)];
        AddAll(first);
        Chain(_queue.TryTakeBatch()![0]).Should().Equal(first);
        var later = Relay("s", Alice);
        AddAll(later);

        _queue.AddAgain(first[0]);
        _queue.AddAgain(first[1]);

        _queue.TryTakeBatch().Should().Equal(first[0], first[1], later);
        first.Should().OnlyContain(step => step.Receiver == null && step.Next == null);
        Fields(first[1]).Should().Equal("relay", "s", "alice", "frame", "");
    }

    [Fact]
    public void One_that_has_happened_is_not_taken_again_but_its_frame_is_sent_whatever_its_asker_was_told()
    {
        RedisStep[] first = [Step(CallTransition.End, "s", Alice, withFrame: false), Relay("s", Alice)];
        AddAll(first);
        _queue.TryTakeBatch();
        first[0].TrySetResult(Outcome.Done);
        var later = Relay("s", Alice);
        AddAll(later);

        _queue.AddSending(first[0]);
        _queue.AddSending(first[1]);

        _queue.TryTakeBatch().Should().Equal(first[0], first[1], later);
        Fields(first[0]).Should().Equal("send", "s", "receiver", "frame", "");
        Fields(first[1]).Should().Equal(["send", "s", "receiver", "frame", ""], "the call may be over by now");
    }

    [Fact]
    public void Between_neighbours_a_step_says_no_more_than_is_needed()
    {
        Fields(Relay("s", Alice)).Should().Equal("pass", "call:session:s");
        Fields(Step(CallTransition.End, "s", Alice, withFrame: false)).Should().Equal("near end", "s", "receiver", "alice");
        Fields(Step(CallTransition.Reject, "s", Alice, withFrame: false)).Should().Equal("near reject", "s", "receiver", "alice");
        Fields(Step(CallTransition.Accept, "s", Alice, withFrame: false)).Should().Equal("near accept", "s", "profile");
    }

    [Fact]
    public void A_step_names_what_it_looks_at_as_far_as_that_is_known()
    {
        Keys(Relay("s", Alice)).Should().Equal("ws:user:receiver");
        Keys(Step(CallTransition.Accept, "s", Alice, withFrame: false)).Should().Equal("ws:user:receiver");
        Keys(Step(CallTransition.End, "s", Alice, withFrame: false))
            .Should().Equal("ws:user:receiver", "call:user:receiver", "call:user:alice");
        Keys(Relay("s", Alice, withFrame: true)).Should().BeEmpty("the parties stand in the session");

        var alone = Relay("s", Alice);
        alone.SendAlone();
        Keys(alone).Should().Equal("ws:user:receiver", "ws:conn:receiver");
    }

    [Fact]
    public void One_whose_asker_was_told_is_not_taken_again()
    {
        var step = Relay("s", Alice);
        AddAll(step);
        _queue.TryTakeBatch();
        step.TrySetResult(Outcome.Done);

        _queue.AddAgain(step);

        _queue.TryTakeBatch().Should().BeNull();
    }

    [Fact]
    public void A_batch_has_128_steps_at_the_most_those_that_follow_not_counted()
    {
        for (var i = 0; i < 200; i++)
        {
            AddAll(Relay($"s{i % 100}", Alice), Relay($"t{i}", Bob));
        }

        _queue.TryTakeBatch().Should().HaveCount(128);
    }

    [Fact]
    public void All_that_wait_can_be_taken_at_once()
    {
        var again = Relay("s", Alice);
        AddAll(again);
        _queue.TryTakeBatch();
        var waiting = Relay("t", Bob);
        AddAll(waiting);
        _queue.AddAgain(again);

        _queue.TakeAll().Should().Equal(again, waiting);
        _queue.TryTakeBatch().Should().BeNull();
    }

    private static RedisCallStep Relay(string session, UserId by, bool withFrame = false) =>
        Step(CallTransition.Relay, session, by, withFrame);

    private static RedisCallStep Step(CallTransition row, string session, UserId by, bool withFrame)
    {
        var receiver = new Neighbour(new(session), new("receiver"), new("connection"), IsCaller: true);
        return new RedisCallStep(row, new(session), by, "frame"u8.ToArray(), row == CallTransition.Accept ? "profile" : "", withFrame ? null : receiver);
    }

    private static IEnumerable<string?> Keys(RedisStep step)
    {
        var keys = new RedisKey[step.KeyCount];
        step.WriteKeys(keys);
        return keys.Select(key => (string?)key);
    }

    private static IEnumerable<string?> Fields(RedisStep step)
    {
        var fields = new RedisValue[step.FieldCount];
        step.WriteFields(fields);
        return fields.Select(field => (string?)field);
    }

    private static IEnumerable<RedisStep> Chain(RedisStep first)
    {
        for (var step = first; step is not null; step = step.Next)
        {
            yield return step;
        }
    }

    private void AddAll(params RedisStep[] steps)
    {
        foreach (var step in steps)
        {
            _queue.Add(step);
        }
    }
}
