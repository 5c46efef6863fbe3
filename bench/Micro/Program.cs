using BenchmarkDotNet.Running;
using Goring.Bench.Micro;

BenchmarkSwitcher.FromAssembly(typeof(RelayBenchmarks).Assembly).Run(args);
