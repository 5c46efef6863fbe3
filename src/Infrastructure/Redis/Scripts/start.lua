-- Makes a ringing call where both are free and the callee is connected, and sends the ring; where the callee is not
-- connected but has a device that can be reached, it is to be rung. A step of steps.lua, and a part.
--   keys    0 the caller's call, 1 the callee's, 2 the callee's slot, 3 its connection
--   fields  0 'start', 1 session, 2 caller, 3 callee, 4 created_at (Unix s), 5 ring time (ms), 6 caller's profile (JSON),
--           7 ring frame of the base protocol, 8 the same of goring.v1 ('' where there is no difference), 9 push services
--           (',android,ios,' or less; '' none), 10 the device that the caller names ('' none), 11 what the pushes tell
--           (JSON)
--           or 0 'near start', to 6 the same, and keys to 2: the callee was last seen at a socket of this server, base protocol, and
--           the frame stays there
local KEYS_OF_STEP, FIELDS, NEAR_KEYS, NEAR_FIELDS = 4, 12, 3, 7
local NONE = {}
local GRACE = tonumber(ARGV[2])

-- Of the times of one script most are the same, and to write one out costs as much as a command.
local texts = {}

local function text_of(time)
  local text = texts[time]
  if not text then
    text = string.format('%.0f', time)
    texts[time] = text
  end
  return text
end

-- The session of a user's call, over or not; false for none.
local function call_now(user, at_key)
  return begun[user] or values[at_key]
end

-- Whether a call that a user was in is not over; false for none.
local function is_on(session)
  if not session then
    return false
  end
  local key = SESSION .. session
  local state = not over[key] and ask('HGET', key, 'state')
  return state == 'ringing' or state == 'accepted'
end

-- By the command that has the fewest words: Redis makes each of them anew.
local function set_call(user, key, session)
  ask('SETEX', key, SESSION_SECONDS, session)
  begun[user] = session
end

local function take(at, at_key, result, kind)
  local session, caller, callee, is_near = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], kind.is_near
  local of_caller, of_callee = call_now(caller, at_key), call_now(callee, at_key + 1)
  if is_on(of_caller) or is_on(of_callee) then
    return 'user_busy'
  end
  local server, connection, devices = values[at_key + 2], nil, NONE
  if is_near then
    if server ~= ME then
      return AGAIN
    end
  else
    server, connection = part('route').holder_in(server, values[at_key + 3])
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
  if of_caller or of_callee then
    -- A step before this one may have ended that.
    drop_gone()
  end
  -- What is asked for most stands first: Redis looks for a field from there.
  local key = SESSION .. session
  ask('HSET', key, 'state', 'ringing',
    'caller_id', caller, 'callee_id', callee, 'created_at', ARGV[at + 4],
    'device_token', token or '', 'device_os', os or '', 'caller_info', ARGV[at + 6])
  ask('EXPIRE', key, SESSION_SECONDS)
  set_call(caller, KEYS[at_key], session)
  set_call(callee, KEYS[at_key + 1], session)

  -- Should the servers of both die at once, nobody would refresh these: they are due unless somebody does.
  local time, ring, behind = now(), tonumber(ARGV[at + 5]), #set
  local lost = text_of(time + LOST_MILLISECONDS + GRACE)
  rings[session] = true
  set[behind + 1], set[behind + 2] = text_of(time + ring), RING_ENDS .. session
  set[behind + 3], set[behind + 4] = lost, PEER_RETURNS .. caller
  if is_offline then
    -- Nobody waits for a callee who never was there: the ring has its own end.
    ask('HSET', key, 'pushes', #devices)
    part('push').open_pushes(session, callee, devices, ARGV[at + 11], time, ring)
    return PUSH
  end
  set[behind + 5], set[behind + 6] = lost, PEER_RETURNS .. callee

  if is_near then
    return HERE
  end
  return part('route').send(server, connection, callee, ARGV[at + 7], ARGV[at + 8], result)
end
