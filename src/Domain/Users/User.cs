namespace Goring.Domain.Users;

/// <summary>
/// A user and the profile that peers are shown. It is read from the user's own token and from nowhere else;
/// a field that the token leaves out, or leaves empty, is null.
/// </summary>
public sealed record User(UserId Id, string? Name = null, string? Username = null, string? ImageProfile = null);
