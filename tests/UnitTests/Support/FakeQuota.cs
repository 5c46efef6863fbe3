using Goring.Application.Ports;
using Goring.Domain.Users;

namespace Goring.UnitTests.Support;

/// <summary>A quota that is open until a test closes it for a user.</summary>
internal sealed class FakeQuota : ICallQuota
{
    private readonly HashSet<UserId> _spent = [];

    public void Spend(User user) => _spent.Add(user.Id);

    public bool TryTake(UserId user) => !_spent.Contains(user);
}
