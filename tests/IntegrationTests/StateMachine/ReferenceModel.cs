namespace Goring.IntegrationTests.StateMachine;

/// <summary>
/// What docs/protocol.md promises, in as few words as possible and with none of the server's code: users, calls, and
/// what each client has to see. Calls are numbered in the order in which they were made.
/// </summary>
internal sealed class ReferenceModel
{
    private readonly ModelUser[] _users = [.. Enumerable.Range(0, Step.Users).Select(_ => new ModelUser())];
    private readonly List<ModelCall> _calls = [];

    public IReadOnlyList<ModelUser> Users => _users;

    public int Calls => _calls.Count;

    public bool IsBusy(int user) => CallOf(user) is not null;

    public string? SnapshotOf(int user) => CallOf(user) is { } call
        ? $"{_calls.IndexOf(call)} {call.State} {(call.Caller == user ? "caller" : "callee")}"
        : null;

    public IEnumerable<int> Ringing() =>
        Enumerable.Range(0, _calls.Count).Where(call => _calls[call].State == "ringing");

    public IEnumerable<int> AwayInCall() =>
        Enumerable.Range(0, _users.Length).Where(user => !_users[user].IsConnected && IsBusy(user));

    public string Start(int caller, int callee)
    {
        if (caller == callee)
        {
            return "invalid_message";
        }

        if (IsBusy(caller) || IsBusy(callee))
        {
            return "user_busy";
        }

        if (!_users[callee].IsConnected)
        {
            return "user_offline";
        }

        _calls.Add(new ModelCall(caller, callee));
        Send(callee, $"call.ring {Calls - 1}");
        return $"call.ringing {Calls - 1}";
    }

    public string Accept(int user, int call) => Act(user, call, ["ringing"], mayBeCaller: false, found =>
    {
        found.State = "accepted";
        Send(found.Caller, $"call.accepted {call}");
    });

    public string Reject(int user, int call) => Act(user, call, ["ringing"], mayBeCaller: false, found =>
    {
        found.State = "over";
        Send(found.Caller, $"call.rejected {call}");
    });

    public string End(int user, int call) => Act(user, call, ["ringing", "accepted"], mayBeCaller: true, found =>
    {
        found.State = "over";
        Send(found.PeerOf(user), $"call.ended {call} ended_by_user");
    });

    public string Relay(int user, int call, string marker) => Act(user, call, ["accepted"], mayBeCaller: true, found =>
        Send(found.PeerOf(user), $"webrtc.ice {call} {marker}"));

    public string Check(int user, int call)
    {
        if (_calls[call].State == "over")
        {
            return $"call.check_result {call} false";
        }

        return _calls[call].Has(user) ? $"call.check_result {call} true {_calls[call].State}" : "unauthorized";
    }

    public void RingsExpire()
    {
        foreach (var call in Ringing().ToArray())
        {
            _calls[call].State = "over";
            Send(_calls[call].Caller, $"call.ended {call} no_answer");
            Send(_calls[call].Callee, $"call.ended {call} no_answer");
        }
    }

    public void GracesExpire()
    {
        foreach (var user in AwayInCall().ToArray())
        {
            if (CallOf(user) is { } call)
            {
                call.State = "over";
                Send(call.Caller, $"call.ended {_calls.IndexOf(call)} peer_disconnected");
                Send(call.Callee, $"call.ended {_calls.IndexOf(call)} peer_disconnected");
            }
        }
    }

    private ModelCall? CallOf(int user) => _calls.Find(call => call.State != "over" && call.Has(user));

    private void Send(int user, string @event) => _users[user].Send(@event);

    private string Act(int user, int call, string[] from, bool mayBeCaller, Action<ModelCall> act)
    {
        var found = _calls[call];
        if (found.State == "over")
        {
            return "session_not_found";
        }

        if (user != found.Callee && !(mayBeCaller && user == found.Caller))
        {
            return "unauthorized";
        }

        if (!from.Contains(found.State))
        {
            return "invalid_state";
        }

        act(found);
        return "ack";
    }

    private sealed class ModelCall(int caller, int callee)
    {
        public int Caller { get; } = caller;

        public int Callee { get; } = callee;

        public string State { get; set; } = "ringing";

        public bool Has(int user) => user == Caller || user == Callee;

        public int PeerOf(int user) => user == Caller ? Callee : Caller;
    }
}
