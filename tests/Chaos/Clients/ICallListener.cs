namespace Goring.Chaos.Clients;

/// <summary>Whoever keeps book of what a client is told. Called by the client's one reader, in order.</summary>
internal interface ICallListener
{
    void OnReady(Client client, Ready ready);

    /// <summary>What the client was sent before this moment may be missing.</summary>
    void OnSessionLost(Client client);

    void OnEvent(Client client, Frame frame);
}
