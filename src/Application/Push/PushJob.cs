using Goring.Domain.Calls;
using Goring.Domain.Devices;
using Goring.Domain.Users;

namespace Goring.Application.Push;

/// <summary>One push to one device, claimed by this instance: nobody else sends it.</summary>
/// <param name="Task">What is to be done.</param>
/// <param name="Number">Which of the call's devices: 1, 2, …</param>
/// <param name="ExpiresAt">The end of the ring, by the store's clock.</param>
public sealed record PushJob(
    PushTask Task,
    SessionId Session,
    int Number,
    Device Device,
    UserId Callee,
    PushContent Content,
    DateTimeOffset ExpiresAt);

/// <summary>What a <see cref="PushJob"/> asks for.</summary>
public enum PushTask
{
    /// <summary>Ring the device.</summary>
    Ring,

    /// <summary>Tell the device, which was rung, that the call is over.</summary>
    Cancel,

    /// <summary>Nothing: the call was over before anybody came to ring the device. It is to be counted.</summary>
    TooLate,
}
