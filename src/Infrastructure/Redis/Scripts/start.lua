-- Makes a ringing call where both are free and the callee is connected, and sends the ring; where the callee is not
-- connected but has a device that can be reached, it is to be rung. A step of steps.lua, and a part.
--   fields  0 'start', 1 session, 2 caller, 3 callee, 4 created_at (Unix s), 5 ring time (ms), 6 caller's profile (JSON),
--           7 ring frame of the base protocol, 8 the same of goring.v1 ('' where there is no difference), 9 push services
--           (',android,ios,' or less; '' none), 10 the device that the caller names ('' none), 11 what the pushes tell
--           (JSON)
--           or 0 'near start', to 6 the same: the callee was last seen at a socket of this server, base protocol, and the frame
--           stays there
local FIELDS, NEAR_FIELDS = 12, 7
local NONE = {}
local GRACE = tonumber(ARGV[2])

-- Whether a call that a user was in is not over; false for none.
local function is_on(session)
  local state = session and ask('HGET', SESSION .. session, 'state')
  return state == 'ringing' or state == 'accepted'
end

-- To be called once call_now was.
local function set_call(user, session)
  local at = call_at[user]
  ask('SET', keys[at], session, 'EX', SESSION_SECONDS)
  values[at] = session
end

local function want(at, kind)
  local caller, callee = ARGV[at + 2], ARGV[at + 3]
  want_call(caller)
  want_call(callee)
  if kind.is_near then
    want_server(callee)
  else
    want_slot(callee)
  end
end

local function take(at, result, kind)
  local session, caller, callee, is_near = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], kind.is_near
  if is_on(call_now(caller)) or is_on(call_now(callee)) then
    return 'user_busy'
  end
  local server, connection, devices = nil, nil, NONE
  if is_near then
    if not is_here(callee) then
      return AGAIN
    end
  else
    server, connection = part('route').holder_now(callee)
  end
  -- A slot of ours without a connection was left by an earlier process of our name that was no Goring.
  local is_offline = not is_near and (not server or (server == ME and not connection))
  if is_offline and ARGV[at + 9] ~= '' then
    devices = part('push').reachable_devices(callee, ARGV[at + 10], ARGV[at + 9])
  end
  if is_offline and #devices == 0 then
    return 'user_offline'
  end

  local os, token
  if is_offline then
    os, token = string.match(devices[1], '^(%a+) %S+ %d+ %d+ (.*)$')
  end
  local key = SESSION .. session
  ask('HSET', key,
    'caller_id', caller, 'callee_id', callee, 'state', 'ringing', 'created_at', ARGV[at + 4],
    'device_token', token or '', 'device_os', os or '', 'caller_info', ARGV[at + 6])
  ask('EXPIRE', key, SESSION_SECONDS)
  set_call(caller, session)
  set_call(callee, session)

  -- Should the servers of both die at once, nobody would refresh these: they are due unless somebody does.
  local time, ring = now(), tonumber(ARGV[at + 5])
  local lost = time + LOST_MILLISECONDS + GRACE
  due[RING_ENDS .. session], due[PEER_RETURNS .. caller] = time + ring, lost
  if is_offline then
    -- Nobody waits for a callee who never was there: the ring has its own end.
    ask('HSET', key, 'pushes', #devices)
    part('push').open_pushes(session, callee, devices, ARGV[at + 11], time, ring)
    return PUSH
  end
  due[PEER_RETURNS .. callee] = lost

  return is_near and HERE or part('route').send(callee, ARGV[at + 7], ARGV[at + 8], result)
end
