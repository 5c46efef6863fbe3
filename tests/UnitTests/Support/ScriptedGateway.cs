using System.Collections.Concurrent;
using Goring.Application.Ports;
using Goring.Application.Push;
using Goring.Domain.Devices;

namespace Goring.UnitTests.Support;

/// <summary>A push service that answers what a test says, the last answer again and again, and keeps what it got.</summary>
internal sealed class ScriptedGateway(DeviceOs os) : IPushGateway
{
    private readonly ConcurrentQueue<PushAnswer> _answers = new();
    private readonly ConcurrentQueue<(Device Device, PushMessage Message)> _received = new();
    private PushAnswer _last = new PushAnswer.Delivered();

    public DeviceOs Serves => os;

    public IReadOnlyList<(Device Device, PushMessage Message)> Received => [.. _received];

    /// <summary>Runs before each answer.</summary>
    public Func<CancellationToken, Task> BeforeAnswer { get; set; } = _ => Task.CompletedTask;

    public void Answers(params PushAnswer[] answers)
    {
        foreach (var answer in answers)
        {
            _answers.Enqueue(answer);
        }
    }

    public async Task<PushAnswer> SendAsync(Device device, PushMessage message, CancellationToken cancellationToken)
    {
        _received.Enqueue((device, message));
        await BeforeAnswer(cancellationToken);
        return _last = _answers.TryDequeue(out var next) ? next : _last;
    }
}
