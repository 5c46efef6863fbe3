using FluentValidation;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Domain.Devices;
using MediatR;

namespace Goring.Application.Devices;

/// <summary><c>device.register</c>: the sender can be woken on this device; it is no other user's any more.</summary>
public sealed record RegisterDevice : ClientMessage
{
    public string? Token { get; init; }

    public string? Os { get; init; }

    /// <summary><c>production</c> or <c>development</c>: the APNs that knows the token. Left out, it is found out.</summary>
    public string? Environment { get; init; }
}

internal sealed class RegisterDeviceValidator : AbstractValidator<RegisterDevice>
{
    public RegisterDeviceValidator()
    {
        RuleFor(message => message.Token).RequiredText("token", Device.MaxTokenLength);
        RuleFor(message => message.Os)
            .Must(static os => CallNames.ParseOs(os) is not null)
            .WithMessage("payload.os must be android or ios");
        RuleFor(message => message.Environment)
            .Must(static environment => environment is null || DeviceNames.ParseEnvironment(environment) is not null)
            .WithMessage("payload.environment must be production or development")
            .Must(static (message, environment) => environment is null || CallNames.ParseOs(message.Os) == DeviceOs.Ios)
            .WithMessage("payload.environment is for ios alone");
    }
}

internal sealed class RegisterDeviceHandler(IDeviceStore devices, TimeProvider time)
    : IRequestHandler<RegisterDevice, Reply>
{
    public async Task<Reply> Handle(RegisterDevice message, CancellationToken cancellationToken)
    {
        var device = new Device(
            message.Token!,
            CallNames.ParseOs(message.Os)!.Value,
            DeviceNames.ParseEnvironment(message.Environment),
            time.GetUtcNow());
        await devices.RegisterAsync(message.Sender.Id, device, cancellationToken);
        return Reply.Nothing;
    }
}
