using Goring.Domain.Shared;

namespace Goring.Application.Protocol;

/// <summary>What a command answers its sender: nothing, a message, or an error. A closed set.</summary>
public abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>Done, and the protocol has no answer for it.</summary>
    public static Reply Nothing { get; } = new Silence();

    /// <summary>The same, done at once.</summary>
    public static Task<Reply> NothingTask { get; } = Task.FromResult(Nothing);

    public static Reply With(ServerMessage message) => new Answer(message);

    public static Reply Refused(ErrorCode code, string message) => new Refusal(code, message);

    /// <summary><see cref="Nothing"/> where the step was done, otherwise its error in the words of the protocol.</summary>
    public static Reply From(Outcome outcome) =>
        outcome.Error is { } code ? new Refusal(code, ErrorTexts.For(code)) : Nothing;

    public sealed record Silence : Reply;

    public sealed record Answer(ServerMessage Message) : Reply;

    /// <param name="Code">Why.</param>
    /// <param name="Message">The same for a person, naming the field where one is wrong. Never the server's insides.</param>
    public sealed record Refusal(ErrorCode Code, string Message) : Reply;
}
