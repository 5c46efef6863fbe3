namespace Goring.Abuse;

/// <summary>The parts of a run, in their order, each as long as the others.</summary>
internal enum Phase
{
    WarmUp,
    Quiet,
    Attacked,
    QuietAgain,
}
