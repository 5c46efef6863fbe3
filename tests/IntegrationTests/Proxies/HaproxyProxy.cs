using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Proxies;

/// <summary>HAProxy with <c>docker/haproxy.cfg</c>, as a master and its workers.</summary>
internal sealed class HaproxyProxy(IReadOnlyList<int> servers) : Proxy(servers)
{
    protected override Signal ReloadSignal => Signal.User2;

    protected override string[] Prepare()
    {
        File.WriteAllText(PathOf("haproxy.cfg"), ShippedFile.Read(
            "docker/haproxy.cfg",
            ("bind :8443 ", $"bind {Address(Port)} "),
            ("bind :8000", $"bind {Address(PlainPort)}"),
            ("goring-1:8080", Address(Servers[0])),
            ("goring-2:8080", Address(Servers[1])),
            ("/etc/haproxy/tls/", Folder + "/")));
        return ["haproxy", "-W", "-db", "-f", PathOf("haproxy.cfg")];
    }

    protected override void WriteCertificate(string chain, string key) =>
        File.WriteAllText(PathOf("goring.pem"), chain + key);
}
