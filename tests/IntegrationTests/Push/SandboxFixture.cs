using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>A sandbox for all tests of a class. Each test pushes to a device of its own, or clears the script.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public PushSandboxServer Sandbox { get; private set; } = null!;

    public async Task InitializeAsync() => Sandbox = await PushSandboxServer.StartAsync();

    public async Task DisposeAsync() => await Sandbox.DisposeAsync();
}
