namespace Goring.Application.Push;

/// <summary>How a claimed push came out, as far as a later cancellation is concerned.</summary>
public enum PushEnd
{
    /// <summary>The device was reached, or may have been.</summary>
    Reached,

    /// <summary>The device was not reached and will not be.</summary>
    Missed,

    /// <summary>Not sent yet: this instance stops, and another shall send it.</summary>
    GivenBack,
}
