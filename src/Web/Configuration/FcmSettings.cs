using Goring.Infrastructure.Push.Fcm;

namespace Goring.Web.Configuration;

/// <summary>The variables <c>FCM_*</c>.</summary>
internal static class FcmSettings
{
    private const string AccountName = "FCM_SERVICE_ACCOUNT_JSON";
    private const string ProjectName = "FCM_PROJECT_ID";
    private const string EndpointName = "FCM_ENDPOINT";

    public static FcmOptions? Read(SettingsReader reader)
    {
        if (reader.Text(AccountName) is not { } json)
        {
            foreach (var name in new[] { ProjectName, EndpointName })
            {
                if (reader.Text(name) is not null)
                {
                    throw PushSettings.Missing(AccountName, name);
                }
            }

            return null;
        }

        var account = AccountOf(json);
        var options = new FcmOptions
        {
            Account = account,
            ProjectId = reader.Text(ProjectName) ?? account.ProjectId
                ?? throw SettingException.For(ProjectName, $"is required, since {AccountName} names no project_id"),
        };
        return PushSettings.Endpoint(reader, EndpointName, "https", "http") is { } endpoint
            ? options with { Endpoint = endpoint }
            : options;
    }

    private static ServiceAccount AccountOf(string json)
    {
        try
        {
            return ServiceAccount.Parse(json);
        }
        catch (FormatException error)
        {
            throw new SettingException(
                $"{AccountName}: wants the whole JSON text of a service account; {error.Message}", error);
        }
    }
}
