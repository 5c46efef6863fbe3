using Goring.Application.Protocol;
using Goring.Domain.Rooms;

namespace Goring.Application.Rooms;

/// <summary>What somebody else in a room caused, on its way to one of the members. A closed set.</summary>
public abstract record RoomEvent
{
    private RoomEvent()
    {
    }

    /// <summary>The frame for a member; <paramref name="speaksV1"/>: it chose <c>goring.v1</c>.</summary>
    public abstract ReadOnlyMemory<byte> FrameFor(bool speaksV1);

    /// <summary>Somebody is in the room.</summary>
    public sealed record Joined(RoomMember Member) : RoomEvent
    {
        private readonly Lazy<ReadOnlyMemory<byte>> _basic = new(() => WireFrame.Of(new NewClient(Member.Client)));

        private readonly Lazy<ReadOnlyMemory<byte>> _extended = new(() => WireFrame.Of(
            new NewClient(Member.Client, Member.User is { } user ? UserInfo.Of(user) : null)));

        public override ReadOnlyMemory<byte> FrameFor(bool speaksV1) => speaksV1 ? _extended.Value : _basic.Value;
    }

    /// <summary>Somebody's stay of that number is over.</summary>
    public sealed record Left(ClientId Client, long Number) : RoomEvent
    {
        private readonly Lazy<ReadOnlyMemory<byte>> _frame = new(() => WireFrame.Of(new LeaveClient(Client)));

        public override ReadOnlyMemory<byte> FrameFor(bool speaksV1) => _frame.Value;
    }

    /// <summary>Somebody sends that frame.</summary>
    public sealed record Relayed(ReadOnlyMemory<byte> Frame) : RoomEvent
    {
        public override ReadOnlyMemory<byte> FrameFor(bool speaksV1) => Frame;
    }
}
