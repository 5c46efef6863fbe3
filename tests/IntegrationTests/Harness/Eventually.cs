namespace Goring.IntegrationTests.Harness;

/// <summary>Bounded waits for what announces itself in no other way, such as a key that goes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the condition holds; fails with <paramref name="what"/> once the time is over.</summary>
    public static Task HoldsAsync(Func<Task<bool>> condition, string what, double seconds = 10) =>
        HoldsAsync(condition, () => what, seconds);

    /// <summary>The same with what is said of the failure asked for when it happens.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string> what, double seconds = 10)
    {
        var end = TimeProvider.System.GetTimestamp() + (long)(seconds * TimeProvider.System.TimestampFrequency);
        while (!await condition())
        {
            if (TimeProvider.System.GetTimestamp() > end)
            {
                throw new TimeoutException($"Not within {seconds} s: {what()}.");
            }

            await Task.Delay(Step);
        }
    }

    public static Task HoldsAsync(Func<bool> condition, string what, double seconds = 10) =>
        HoldsAsync(() => Task.FromResult(condition()), what, seconds);

    /// <inheritdoc cref="HoldsAsync(Func{Task{bool}}, Func{string}, double)"/>
    public static Task HoldsAsync(Func<bool> condition, Func<string> what, double seconds = 10) =>
        HoldsAsync(() => Task.FromResult(condition()), what, seconds);

    /// <summary>The tasks' results, all within one bound.</summary>
    public static Task<T[]> AllAsync<T>(IEnumerable<Task<T>> tasks, double seconds = 30) =>
        Task.WhenAll(tasks).WaitAsync(TimeSpan.FromSeconds(seconds));

    public static Task AllAsync(IEnumerable<Task> tasks, double seconds = 30) =>
        Task.WhenAll(tasks).WaitAsync(TimeSpan.FromSeconds(seconds));
}
