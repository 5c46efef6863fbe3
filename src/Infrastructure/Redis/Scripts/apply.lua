-- Takes one step of a call: a compare-and-set whose rule is a row of CallTransition, then the routing of its frame. A
-- step of steps.lua, and a part.
--   fields  0 the row's name, 1 session, 2 who takes it ('' the server itself), 3 frame, 4 callee's profile (JSON; '' to keep
--           none), 5 the connection at which the receiver was last seen, of that server and the base protocol: then it keeps
--           the frame, and 3 is ''; '' for none
local FIELDS = 6

-- The sessions that the steps name, by id; false for one that is over.
local sessions = {}
local CALLER, CALLEE, STATE, PUSHES_OPEN = 1, 2, 3, 4

local function session_now(session)
  local call = sessions[session]
  if call == nil then
    call = redis.call('HMGET', SESSION .. session, 'caller_id', 'callee_id', 'state', 'pushes')
    if not (call[CALLER] and call[CALLEE] and call[STATE]) then
      return nil
    end
    sessions[session] = call
  end
  return call
end

local function is_one_of(party, parties)
  return party == parties or (parties == 'either' and (party == 'caller' or party == 'callee'))
end

-- The key that says that a user is in a session, which is to go; nil where they are in none or another.
local function leave(user, session)
  if call_now(user) ~= session then
    return nil
  end
  values[call_at[user]] = false
  due[PEER_RETURNS .. user] = false
  return CALL_OF_USER .. user
end

-- Ends a session, and frees those of its parties who are still in it.
local function close(session, call)
  local key, caller, callee = SESSION .. session, leave(call[CALLER], session), leave(call[CALLEE], session)
  if caller and callee then
    redis.call('DEL', key, caller, callee)
  elseif caller or callee then
    redis.call('DEL', key, caller or callee)
  else
    redis.call('DEL', key)
  end
  sessions[session] = false
end

-- Changes the state; returns whether there is a push to send.
local function change(row, session, call, party, profile)
  local is_ringing = call[STATE] == 'ringing'
  if is_ringing then
    due[RING_ENDS .. session] = false
  end
  if row.final then
    close(session, call)
  else
    call[STATE] = row.to
    if profile == '' then
      redis.call('HSET', SESSION .. session, 'state', row.to)
    else
      redis.call('HSET', SESSION .. session, 'state', row.to, 'callee_info', profile)
    end
  end
  return is_ringing and call[PUSHES_OPEN]
    and part('push').settle_pushes(session, tonumber(call[PUSHES_OPEN]), is_one_of(party, row.unanswered_by))
end

local function party_of(by, call)
  return by == '' and 'none' or by == call[CALLER] and 'caller' or by == call[CALLEE] and 'callee' or 'stranger'
end

local function want(at)
  local call = session_now(ARGV[at + 1])
  if not call then
    return
  end
  local party = party_of(ARGV[at + 2], call)
  if party ~= 'callee' then
    want_slot(call[CALLEE])
  end
  if party ~= 'caller' then
    want_slot(call[CALLER])
  end
  if row_of(ARGV[at]).final then
    want_call(call[CALLER])
    want_call(call[CALLEE])
  end
end

local function take(at, result)
  local row, session, by, frame, seen = row_of(ARGV[at]), ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 5]
  local call = session_now(session)
  if not call then
    return 'session_not_found'
  end

  local party = party_of(by, call)
  if not is_one_of(party, row.may) then
    return 'unauthorized'
  end
  if not row.from[call[STATE]] then
    return 'invalid_state'
  end
  -- A slot that nobody has refreshed for nearly its whole life belongs to a server that died.
  if row.only_while_away and redis.call('PTTL', SLOT .. by) > DEAD_SLOT_MILLISECONDS then
    return 'invalid_state'
  end

  local caller, callee = call[CALLER], call[CALLEE]
  if seen ~= '' and not is_at(party == 'caller' and callee or caller, seen) then
    return AGAIN
  end

  local status = row.to ~= '' and change(row, session, call, party, ARGV[at + 4]) and PUSH or 0
  if seen ~= '' then
    return status + HERE
  end
  local route = part('route').route
  if party ~= 'callee' and not route(callee, frame, row.relay, result) then
    return 'user_offline'
  end
  if party ~= 'caller' and not route(caller, frame, row.relay, result) then
    return 'user_offline'
  end
  -- The lost one finds it too, if they come back to a session.
  if row.only_while_away and redis.call('EXISTS', RESUME .. by) == 1 then
    route(by, frame, false, result)
  end
  return status
end

