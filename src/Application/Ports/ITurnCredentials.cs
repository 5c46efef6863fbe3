using Goring.Domain.Users;

namespace Goring.Application.Ports;

/// <summary>Makes what a TURN server lets a user in with. Asks nobody: it neither blocks nor fails.</summary>
public interface ITurnCredentials
{
    /// <summary>A credential of the user's own, good from now on for <c>IceOptions.TurnTtl</c>.</summary>
    TurnCredential For(UserId user);
}

/// <summary>A username and its password, as <c>RTCIceServer.username</c> and <c>RTCIceServer.credential</c>.</summary>
public sealed record TurnCredential(string Username, string Password);
