namespace Goring.Application.Push;

/// <summary>What an operator decides about pushes.</summary>
/// <param name="CancelOverApns">
/// Whether an iPhone that was rung is told by another VoIP push that the call is over (<c>APNS_CANCEL</c>). Its app must
/// report that one to CallKit too, or iOS stops delivering to it (docs/protocol.md, part 5).
/// </param>
public sealed record PushOptions(bool CancelOverApns = true);
