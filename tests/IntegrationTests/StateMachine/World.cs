using System.Text;
using System.Text.Json;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Domain.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Goring.IntegrationTests.StateMachine;

/// <summary>The server, driven by the same steps as the <see cref="ReferenceModel"/> and held against it after each.</summary>
internal sealed class World(IServiceProvider services, Func<DeadlineKind, string, Task> expire, string prefix)
{
    private readonly MessageDispatcher _dispatcher = services.GetRequiredService<MessageDispatcher>();
    private readonly ConnectionLifetime _lifetime = services.GetRequiredService<ConnectionLifetime>();
    private readonly Upkeep _upkeep = services.GetRequiredService<Upkeep>();
    private readonly ReplayPump _pump = services.GetRequiredService<ReplayPump>();
    private readonly ReferenceModel _model = new();
    private readonly ScriptedClient?[] _clients = new ScriptedClient?[Step.Users];
    private readonly string?[] _tokens = new string?[Step.Users];
    private readonly List<string> _sessions = [];
    private int _markers;

    public async Task RunAsync(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            await TakeAsync(step);
            Compare(step);
        }

        await LeaveAsync();
    }

    private async Task TakeAsync(Step step)
    {
        var user = _model.Users[step.User];
        switch (step.Kind)
        {
            case StepKind.ConnectBase:
                await ConnectAsync(step.User, v1: false, resume: false);
                break;
            case StepKind.ConnectV1:
                await ConnectAsync(step.User, v1: true, resume: false);
                break;
            case StepKind.Return:
                await ConnectAsync(step.User, v1: true, resume: true);
                break;
            case StepKind.Lose when user.IsConnected:
                user.Lose(_model.IsBusy(step.User), step.Other);
                await _lifetime.CloseAsync(_clients[step.User]!);
                break;
            case StepKind.RingsExpire:
                await ExpireAsync(DeadlineKind.RingEnds, _model.Ringing().Select(call => _sessions[call]));
                _model.RingsExpire();
                break;
            case StepKind.GracesExpire:
                await ExpireAsync(DeadlineKind.PeerReturns, _model.AwayInCall().Select(NameOf));
                _model.GracesExpire();
                break;
            default:
                if (user.IsConnected)
                {
                    await CommandAsync(step);
                }

                break;
        }
    }

    private async Task ConnectAsync(int user, bool v1, bool resume)
    {
        var model = _model.Users[user];
        var request = !v1 ? null : resume && _tokens[user] is { } token
            ? new ResumeRequest(token, model.ClientSeq)
            : new ResumeRequest(null, -1);
        var wasConnected = model.IsConnected;
        var replaced = _clients[user];
        var resumed = model.Connect(v1, resume);

        var client = new ScriptedClient(new User(new UserId(NameOf(user)), "Name"), request, _pump);
        _clients[user] = client;
        await _lifetime.OpenAsync(client, CancellationToken.None);
        if (wasConnected)
        {
            replaced!.Closed.Should().Be(CloseReason.Replaced);
            await _lifetime.CloseAsync(replaced);
        }

        (client.Ready is not null).Should().Be(v1, "session.ready is for goring.v1");
        if (client.Ready is { } ready)
        {
            var payload = ready.GetProperty("payload");
            payload.GetProperty("resumed").GetBoolean().Should().Be(resumed, "resumed");
            SnapshotIn(payload.GetProperty("call")).Should().Be(_model.SnapshotOf(user), "the snapshot is the truth");
            _tokens[user] = payload.GetProperty("resume_token").GetString();
        }
    }

    private async Task CommandAsync(Step step)
    {
        var call = _model.Calls - 1 - step.Call;
        if (step.Kind != StepKind.Start && call < 0)
        {
            return;
        }

        var session = step.Kind == StepKind.Start ? "" : _sessions[call];
        var marker = $"m{_markers++}";
        var (type, fields, expected) = step.Kind switch
        {
            StepKind.Start => ("call.start", $"\"callee_id\":\"{NameOf(step.Other)}\"", _model.Start(step.User, step.Other)),
            StepKind.Accept => ("call.accept", "", _model.Accept(step.User, call)),
            StepKind.Reject => ("call.reject", "", _model.Reject(step.User, call)),
            StepKind.End => ("call.end", "", _model.End(step.User, call)),
            StepKind.Check => ("call.check", "", _model.Check(step.User, call)),
            _ => ("webrtc.ice", $"\"candidate\":\"{marker}\",", _model.Relay(step.User, call, marker)),
        };
        fields += step.Kind == StepKind.Start ? "" : $"\"session_id\":\"{session}\"";
        var client = _clients[step.User]!;
        client.Answer(default);
        await _dispatcher.DispatchAsync(
            Encoding.UTF8.GetBytes($$$"""{"type":"{{{type}}}","id":"x","payload":{ {{{fields}}} }}"""),
            client,
            CancellationToken.None);

        if (client.LastAnswer is { } answer && answer.GetProperty("type").GetString() == "call.ringing")
        {
            _sessions.Add(answer.GetProperty("payload").GetProperty("session_id").GetString()!);
        }

        // Only a goring.v1 client gets an ack.
        var told = client.LastAnswer is { } reply ? Describe(reply) : "ack";
        told.Should().Be(expected, $"that is the answer to {step}");
    }

    private async Task ExpireAsync(DeadlineKind kind, IEnumerable<string> subjects)
    {
        foreach (var subject in subjects)
        {
            await expire(kind, subject);
        }

        await _upkeep.SweepDeadlinesAsync(CancellationToken.None);
    }

    private void Compare(Step step)
    {
        for (var user = 0; user < Step.Users; user++)
        {
            if (_model.Users[user].IsConnected)
            {
                _clients[user]!.Events.Select(Describe).Should().Equal(
                    _model.Users[user].Seen, $"that is what user {user} has to see after {step}");
            }
        }
    }

    /// <summary>Whatever happened, when everybody is gone and their time is over nobody is in a call.</summary>
    private async Task LeaveAsync()
    {
        for (var user = 0; user < Step.Users; user++)
        {
            await TakeAsync(new Step(StepKind.Lose, user, 0, 0));
        }

        await TakeAsync(new Step(StepKind.GracesExpire, 0, 0, 0));
        var calls = services.GetRequiredService<ICallStore>();
        for (var user = 0; user < Step.Users; user++)
        {
            (await calls.FindByUserAsync(new UserId(NameOf(user)), CancellationToken.None)).Should().BeNull();
        }
    }

    private string NameOf(int user) => $"{prefix}{user}";

    private string? SnapshotIn(JsonElement call) => call.ValueKind == JsonValueKind.Null
        ? null
        : $"{IndexOf(call)} {call.GetProperty("state").GetString()} {call.GetProperty("role").GetString()}";

    private int IndexOf(JsonElement payload) => _sessions.IndexOf(payload.GetProperty("session_id").GetString()!) is var at and >= 0
        ? at
        : _sessions.Count;

    private string Describe(JsonElement frame)
    {
        var type = frame.GetProperty("type").GetString()!;
        var payload = frame.GetProperty("payload");
        var seq = frame.TryGetProperty("seq", out var number) ? $"{number.GetInt64()} " : "";
        return seq + type switch
        {
            "error" => payload.GetProperty("code").GetString(),
            "ack" => "ack",
            "call.ended" => $"{type} {IndexOf(payload)} {payload.GetProperty("reason").GetString()}",
            "webrtc.ice" => $"{type} {IndexOf(payload)} {payload.GetProperty("candidate").GetString()}",
            "call.check_result" when payload.GetProperty("exists").GetBoolean() =>
                $"{type} {IndexOf(payload)} true {payload.GetProperty("state").GetString()}",
            "call.check_result" => $"{type} {IndexOf(payload)} false",
            "call.ringing" => $"{type} {_sessions.Count - 1}",
            _ => $"{type} {IndexOf(payload)}",
        };
    }
}
