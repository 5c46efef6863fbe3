using Goring.Domain.Users;

namespace Goring.Application.Ports;

/// <summary>How many calls a user may start (<c>RATE_LIMIT_CALLS_PER_MINUTE</c>). Never blocks.</summary>
public interface ICallQuota
{
    /// <summary>Takes one; false where the user has none left.</summary>
    bool TryTake(UserId user);
}
