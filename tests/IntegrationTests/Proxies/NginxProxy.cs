using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Proxies;

/// <summary>nginx with <c>docker/nginx.conf</c> and <c>docker/nginx-tls.conf</c>.</summary>
internal sealed class NginxProxy(IReadOnlyList<int> servers) : Proxy(servers)
{
    protected override Signal ReloadSignal => Signal.Reload;

    protected override string[] Prepare()
    {
        File.WriteAllText(PathOf("nginx.conf"), ShippedFile.Read(
            "docker/nginx.conf",
            ("/tmp/nginx", PathOf("nginx")),
            ("goring-1:8080", Address(Servers[0])),
            ("goring-2:8080", Address(Servers[1])),
            ("/etc/nginx/servers/*.conf", PathOf("nginx-tls.conf"))));
        File.WriteAllText(PathOf("nginx-tls.conf"), ShippedFile.Read(
            "docker/nginx-tls.conf",
            ("listen 8443 ", $"listen {Address(Port)} "),
            ("listen 8000;", $"listen {Address(PlainPort)};"),
            ("/etc/nginx/tls/", Folder + "/")));
        return ["nginx", "-c", PathOf("nginx.conf"), "-g", "daemon off;"];
    }

    protected override void WriteCertificate(string chain, string key)
    {
        File.WriteAllText(PathOf("fullchain.pem"), chain);
        File.WriteAllText(PathOf("privkey.pem"), key);
    }
}
