namespace Goring.Domain.Devices;

/// <summary>The kind of phone, which decides the push service: FCM for Android, APNs VoIP for iOS.</summary>
public enum DeviceOs
{
    Android,
    Ios,
}
