using FluentValidation;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Domain.Devices;
using MediatR;

namespace Goring.Application.Devices;

/// <summary><c>device.unregister</c>: the sender is not woken on this device any more. One they do not have is no error.</summary>
public sealed record UnregisterDevice : ClientMessage
{
    public string? Token { get; init; }
}

internal sealed class UnregisterDeviceValidator : AbstractValidator<UnregisterDevice>
{
    public UnregisterDeviceValidator() =>
        RuleFor(message => message.Token).RequiredText("token", Device.MaxTokenLength);
}

internal sealed class UnregisterDeviceHandler(IDeviceStore devices) : IRequestHandler<UnregisterDevice, Reply>
{
    public async Task<Reply> Handle(UnregisterDevice message, CancellationToken cancellationToken)
    {
        await devices.UnregisterAsync(message.Sender.Id, message.Token!, cancellationToken);
        return Reply.Nothing;
    }
}
