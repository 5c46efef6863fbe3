-- The pushes of a call whose callee was offline. Each of its devices is in one of these states:
--   waiting     to be rung, nobody has begun
--   sending     an instance rings it; due after the ring, when that instance is given up
--   stopping    the call ended unanswered meanwhile; due when that instance is given up
--   rung        it was reached, and the call rings on
--   cancel      it was reached, and the call ended unanswered: to be told
--   cancelling  an instance tells it
--   over        the call ended unanswered before anybody rang it: to be counted
-- A device of which no more is to be done is dropped; with the last one the whole record goes.

local function push_member(session, number)
  return number .. ':' .. session
end

local function push_due(session, number, due)
  redis.call('ZADD', PUSHES_DUE, due, push_member(session, number))
  redis.call('EXPIRE', PUSHES_DUE, DEADLINES_SECONDS)
end

local function push_state(session, number, state, due)
  redis.call('HSET', PUSHES .. session, 'state:' .. number, state)
  if due then
    push_due(session, number, due)
  else
    redis.call('ZREM', PUSHES_DUE, push_member(session, number))
  end
end

local function drop_push(session, number)
  redis.call('ZREM', PUSHES_DUE, push_member(session, number))
  if redis.call('HDEL', PUSHES .. session, 'state:' .. number, 'device:' .. number) > 0
    and redis.call('HINCRBY', PUSHES .. session, 'open', -1) <= 0 then
    redis.call('DEL', PUSHES .. session)
  end
end

-- The devices on which a callee can be reached: the one that the caller names, else the registered ones, the one that
-- was used last first. `services` is ',android,ios,' or less.
local function reachable_devices(callee, named, services)
  local function is_served(device)
    return string.find(services, ',' .. string.match(device, '^%a+') .. ',', 1, true) ~= nil
  end

  if named ~= '' and is_served(named) then
    return { named }
  end
  local devices, oldest = {}, now() - DEVICE_SECONDS * 1000
  local stored = redis.call('HGETALL', DEVICES .. callee)
  for i = 1, #stored, 2 do
    local device = stored[i + 1] .. ' ' .. stored[i]
    local seen = tonumber(string.match(device, '^%a+ %S+ %d+ (%d+) '))
    if seen and seen > oldest and is_served(device) then
      devices[#devices + 1] = { seen, device }
    end
  end
  table.sort(devices, function(left, right)
    return left[1] > right[1] or (left[1] == right[1] and left[2] < right[2])
  end)
  for i, entry in ipairs(devices) do
    devices[i] = entry[2]
  end
  return devices
end

-- Has the devices rung: from now on until `ring` ms are over.
local function open_pushes(session, callee, devices, content, time, ring)
  local key = PUSHES .. session
  redis.call('HSET', key, 'callee', callee, 'content', content, 'expires', time + ring, 'open', #devices)
  for i, device in ipairs(devices) do
    redis.call('HSET', key, 'device:' .. i, device)
    push_state(session, i, 'waiting', time)
  end
  redis.call('EXPIRE', key, math.ceil(ring / 1000) + PUSHES_SECONDS)
end

-- The call rings no more: has the rung devices told where nobody answered. Returns whether there is something to send.
local function settle_pushes(session, count, unanswered)
  local time, some = now(), false
  for i = 1, count do
    local state = redis.call('HGET', PUSHES .. session, 'state:' .. i)
    if state and not unanswered then
      drop_push(session, i)
    elseif state == 'waiting' then
      push_state(session, i, 'over', time)
    elseif state == 'sending' then
      push_state(session, i, 'stopping', time + PUSH_SETTLES_MILLISECONDS)
    elseif state == 'rung' then
      push_state(session, i, 'cancel', time)
      some = true
    end
  end
  return some
end
