-- Takes one step of a call: a compare-and-set whose rule is a row of CallTransition, then the routing of its frame. A
-- step of steps.lua, and a part.
--   fields  0 the row's name, 1 session, 2 who takes it ('' the server itself), 3 frame, 4 callee's profile (JSON; '' to keep
--           none)
local KEYS_OF_STEP, FIELDS = 0, 5

local row_of, change, leave = part('rows').row_of, part('change').change, part('change').leave

-- Of a session that is looked at.
local CALLER, CALLEE, STATE, PUSHES_OPEN = 1, 2, 3, 4

local function session_now(session)
  local call, key = sessions[session], SESSION .. session
  if not call and not over[key] then
    call = ask('HMGET', key, 'caller_id', 'callee_id', 'state', 'pushes')
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

-- Changes the state; returns whether there is a push to send.
local function change_of(row, session, call, party, profile)
  local from, caller, callee = call[STATE], call[CALLER], call[CALLEE]
  change(row, SESSION .. session, session, from, profile)
  if row.final then
    local of_caller, of_callee = CALL_OF_USER .. caller, CALL_OF_USER .. callee
    local calls = ask('MGET', of_caller, of_callee)
    leave(session, caller, of_caller, calls[1])
    leave(session, callee, of_callee, calls[2])
  end
  return from == 'ringing' and call[PUSHES_OPEN]
    and part('push').settle_pushes(session, tonumber(call[PUSHES_OPEN]), is_one_of(party, row.unanswered_by))
end

local function party_of(by, call)
  return by == '' and 'none' or by == call[CALLER] and 'caller' or by == call[CALLEE] and 'callee' or 'stranger'
end

local function take(at, _, result)
  local row, session, by, frame = row_of(ARGV[at]), ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
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
  if row.only_while_away and ask('PTTL', SLOT .. by) > DEAD_SLOT_MILLISECONDS then
    return 'invalid_state'
  end

  local caller, callee = call[CALLER], call[CALLEE]
  local status = row.to ~= '' and change_of(row, session, call, party, ARGV[at + 4]) and PUSH or 0
  local route = part('route').route
  if party ~= 'callee' and not route(callee, frame, row.relay, result) then
    return 'user_offline'
  end
  if party ~= 'caller' and not route(caller, frame, row.relay, result) then
    return 'user_offline'
  end
  -- The lost one finds it too, if they come back to a session.
  if row.only_while_away and ask('EXISTS', RESUME .. by) == 1 then
    route(by, frame, false, result)
  end
  return status
end

