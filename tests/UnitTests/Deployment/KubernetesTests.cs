using Goring.UnitTests.Support;
using YamlDotNet.RepresentationModel;

namespace Goring.UnitTests.Deployment;

/// <summary>What must be true of the manifests together, whatever their numbers are.</summary>
public sealed class KubernetesTests
{
    private const string Folder = "deploy/kubernetes/";

    private static readonly YamlNode Deployment = Yaml.Read($"{Folder}base/deployment.yaml");
    private static readonly YamlNode Pod = Deployment.Find("spec.template.spec")!;
    private static readonly YamlNode Container = Pod.Find("containers.0")!;
    private static readonly YamlNode Config = Yaml.Read($"{Folder}base/configmap.yaml");

    [Fact]
    public void Pod_is_given_longer_than_preStop_and_drain_take()
    {
        var preStop = Container.Number("lifecycle.preStop.exec.command.1");

        Pod.Number("terminationGracePeriodSeconds").Should().BeGreaterThan(
            preStop + Config.Number("data.DRAIN_SECONDS") + KnownVariables.DrainMargin);

        // Proxies hear of it once the probe has failed as often as it may, if not from the endpoints before.
        preStop.Should().BeGreaterThanOrEqualTo(
            Container.Number("readinessProbe.periodSeconds") * Container.Number("readinessProbe.failureThreshold"));
    }

    [Fact]
    public void Liveness_does_not_look_at_Redis_and_readiness_does()
    {
        Container.Text("livenessProbe.httpGet.path").Should().Be("/health/live");
        Container.Text("startupProbe.httpGet.path").Should().Be("/health/live");
        Container.Text("readinessProbe.httpGet.path").Should().Be("/health/ready");
        Container.Number("readinessProbe.timeoutSeconds").Should().BeGreaterThan(1, "the store has 1.5 s to answer");
    }

    [Fact]
    public void Every_variable_is_one_of_the_contract()
    {
        var names = ((YamlSequenceNode)Container.Find("env")!).Select(entry => entry.Text("name")!)
            .Concat(Config.Names("data"))
            .Where(name => !name.StartsWith("DOTNET_", StringComparison.Ordinal));

        names.Should().OnlyHaveUniqueItems().And.BeSubsetOf(KnownVariables.Names).And.Contain(["SERVER_ID", "REDIS_ADDR"]);
    }

    [Fact]
    public void Update_and_eviction_take_one_pod_at_a_time_and_none_before_its_successor_is_ready()
    {
        Deployment.Number("spec.strategy.rollingUpdate.maxUnavailable").Should().Be(0);
        Yaml.Read($"{Folder}base/disruption-budget.yaml").Number("spec.maxUnavailable").Should().Be(1);
        Yaml.Read($"{Folder}base/autoscaler.yaml").Number("spec.minReplicas").Should().BeGreaterThan(1);
        Deployment.Find("spec.replicas").Should().BeNull("the autoscaler says how many");
        Deployment.Number("spec.minReadySeconds").Should().BeGreaterThanOrEqualTo(Config.Number("data.RECONNECT_GRACE_SECONDS"));
    }

    [Fact]
    public void Container_has_no_rights_and_nothing_to_write_to()
    {
        Pod.Text("securityContext.runAsNonRoot").Should().Be("true");
        Container.Text("securityContext.readOnlyRootFilesystem").Should().Be("true");
        Container.Text("securityContext.allowPrivilegeEscalation").Should().Be("false");
        Container.Text("securityContext.capabilities.drop.0").Should().Be("ALL");
    }

    [Fact]
    public void Everything_means_the_same_pods_and_is_in_the_kustomization()
    {
        var labels = Deployment.Find("spec.template.metadata.labels") as YamlMappingNode;
        foreach (var (file, path) in new[]
        {
            ("deployment", "spec.selector.matchLabels"), ("service", "spec.selector"),
            ("disruption-budget", "spec.selector.matchLabels"), ("network-policy", "spec.podSelector.matchLabels"),
        })
        {
            Yaml.Read($"{Folder}base/{file}.yaml").Find(path).Should().Be(labels, "of {0}", file);
        }

        var files = Directory.GetFiles(Path.Combine(SourceTree.Root, Folder, "base")).Select(Path.GetFileName)
            .Where(name => name != "kustomization.yaml");
        ((YamlSequenceNode)Yaml.Read($"{Folder}base/kustomization.yaml").Find("resources")!)
            .Select(entry => ((YamlScalarNode)entry).Value).Should().BeEquivalentTo(files);
    }
}
