namespace Goring.Web.Signaling;

/// <summary>Whether the server stops: it takes no new socket then and is not ready.</summary>
internal sealed class DrainState
{
    private volatile bool _draining;

    public bool IsDraining => _draining;

    public void Begin() => _draining = true;
}
