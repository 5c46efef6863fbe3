-- Takes one step of a call: a compare-and-set whose rule is a row of CallTransition, then the routing of its frame. A
-- step of steps.lua.
--   fields  0 the row's name, 1 session, 2 who takes it ('' the server itself), 3 frame ('' of a relay that its server
--           keeps, since the receiver's socket is its own, it believes), 4 callee's profile (JSON; '' to keep none)
local APPLY_FIELDS = 5

local function is_one_of(party, parties)
  return party == parties or (parties == 'either' and (party == 'caller' or party == 'callee'))
end

-- Ends a session, and frees those of its parties who are still in it.
local function close(session, call)
  local ended = { SESSION .. session }
  for _, user in ipairs({ call.caller, call.callee }) do
    if call_now(user) == session then
      values[call_at[user]] = false
      due[PEER_RETURNS .. user] = false
      ended[#ended + 1] = CALL_OF_USER .. user
    end
  end
  redis.call('DEL', unpack(ended))
  due[RING_ENDS .. session] = false
  sessions[session] = nil
end

-- Changes the state; returns whether there is a push to send.
local function change(row, session, call, party, profile)
  local state = call.state
  if row.final then
    close(session, call)
  else
    call.state = row.to
    due[RING_ENDS .. session] = false
    if profile == '' then
      redis.call('HSET', SESSION .. session, 'state', row.to)
    else
      redis.call('HSET', SESSION .. session, 'state', row.to, 'callee_info', profile)
    end
  end
  return state == 'ringing' and call.pushes
    and settle_pushes(session, call.pushes, is_one_of(party, row.unanswered_by))
end

local function party_of(by, call)
  return by == '' and 'none' or by == call.caller and 'caller' or by == call.callee and 'callee' or 'stranger'
end

local function want_apply(at)
  local call = session_now(ARGV[at + 1])
  if not call then
    return
  end
  local party = party_of(ARGV[at + 2], call)
  if party ~= 'callee' then
    want_slot(call.callee)
  end
  if party ~= 'caller' then
    want_slot(call.caller)
  end
  if ROWS[ARGV[at]].final then
    want_call(call.caller)
    want_call(call.callee)
  end
end

local function apply(at, result)
  local row, session, by, frame = ROWS[ARGV[at]], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local call = session_now(session)
  if not call then
    return 'session_not_found'
  end

  local party = party_of(by, call)
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

  if frame == '' and not is_plainly_ours(party == 'caller' and call.callee or call.caller) then
    return AGAIN
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

