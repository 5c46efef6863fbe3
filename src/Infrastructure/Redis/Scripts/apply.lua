-- Takes one step of a call: a compare-and-set whose rule is a row of CallTransition, then the routing of its frame. A
-- step of steps.lua.
--   fields  0 the row's name, 1 session, 2 who takes it ('' the server itself), 3 frame, 4 callee's profile (JSON; '' to
--           keep none)
local APPLY_FIELDS = 5

-- What is known of sessions, for as long as the script runs: of the frames that one client sent together, only the
-- first asks.
local sessions = {}

local function session_now(session)
  local call = sessions[session]
  if not call then
    local stored = redis.call('HMGET', SESSION .. session, 'caller_id', 'callee_id', 'state', 'pushes')
    if not (stored[1] and stored[2] and stored[3]) then
      return nil
    end
    call = { caller = stored[1], callee = stored[2], state = stored[3], pushes = tonumber(stored[4]) }
    sessions[session] = call
  end
  return call
end

local function is_one_of(party, parties)
  return party == parties or (parties == 'either' and (party == 'caller' or party == 'callee'))
end

-- Ends a session, and frees those of its parties who are still in it.
local function close(session, call)
  local held = redis.call('MGET', CALL_OF_USER .. call.caller, CALL_OF_USER .. call.callee)
  local keys, dropped = { SESSION .. session }, { RING_ENDS .. session }
  for i, user in ipairs({ call.caller, call.callee }) do
    if held[i] == session then
      keys[#keys + 1] = CALL_OF_USER .. user
      dropped[#dropped + 1] = PEER_RETURNS .. user
    end
  end
  redis.call('DEL', unpack(keys))
  redis.call('ZREM', DEADLINES, unpack(dropped))
end

-- Changes the state; returns whether there is a push to send.
local function change(row, session, call, party, profile)
  sessions[session] = nil
  if row.final then
    close(session, call)
  else
    redis.call('ZREM', DEADLINES, RING_ENDS .. session)
    if profile == '' then
      redis.call('HSET', SESSION .. session, 'state', row.to)
    else
      redis.call('HSET', SESSION .. session, 'state', row.to, 'callee_info', profile)
    end
  end
  return call.state == 'ringing' and call.pushes
    and settle_pushes(session, call.pushes, is_one_of(party, row.unanswered_by))
end

local function apply(at, result)
  local row, session, by, frame = ROWS[ARGV[at]], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local call = session_now(session)
  if not call then
    return 'session_not_found'
  end

  local party = by == '' and 'none' or by == call.caller and 'caller' or by == call.callee and 'callee' or 'stranger'
  if not is_one_of(party, row.may) then
    return 'unauthorized'
  end
  if not row.from[call.state] then
    return 'invalid_state'
  end
  -- A slot that nobody has refreshed for nearly its whole life belongs to a server that died.
  if row.only_while_away and redis.call('PTTL', SLOT .. by) > DEAD_SLOT_MILLISECONDS then
    return 'invalid_state'
  end

  local status = row.to ~= '' and change(row, session, call, party, ARGV[at + 4]) and PUSH or 0
  if party ~= 'callee' and not route(call.callee, holder_now(call.callee), frame, row.relay, result) then
    return 'user_offline'
  end
  if party ~= 'caller' and not route(call.caller, holder_now(call.caller), frame, row.relay, result) then
    return 'user_offline'
  end
  -- The lost one finds it too, if they come back to a session.
  if row.only_while_away and redis.call('EXISTS', RESUME .. by) == 1 then
    route(by, holder_now(by), frame, false, result)
  end
  return status
end

