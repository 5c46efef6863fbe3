namespace Goring.Application.Calls;

/// <summary>The times of a call.</summary>
/// <param name="RingTimeout">How long it rings before it ends with <c>no_answer</c>; 1 to 115 s.</param>
/// <param name="ReconnectGrace">How long a call waits for a party whose socket was lost; zero: it ends at once.</param>
public sealed record CallOptions(TimeSpan RingTimeout, TimeSpan ReconnectGrace);
