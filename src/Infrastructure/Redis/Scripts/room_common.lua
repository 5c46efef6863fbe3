-- What the scripts of rooms share. Keys are built from names that stand inside other keys, so all of them must live on
-- one shard (docs/decisions/0002).

-- Redis's own clock: one clock for the whole fleet.
local function microseconds()
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end

-- A number of that size as text; tostring would round it.
local function text(number)
  return string.format('%.0f', number)
end

-- A member as it stands in its room: its number (text) and its server.
local function read(record)
  local at = string.find(record, ' ', 1, true)
  return string.sub(record, 1, at - 1), string.sub(record, at + 1)
end

-- Tells everybody in a room but the client itself: one message a server, which names the members there and their
-- numbers. Those on server `me` are not sent anything: they are returned, and the caller tells them.
--   kind 'joined' or 'left', number that of the client, body its profile (JSON, '' for none)
local function tell(me, room, kind, client, number, body)
  local everybody = redis.call('HGETALL', MEMBERS .. room)
  local targets = {}
  for i = 1, #everybody, 2 do
    if everybody[i] ~= client then
      local theirs, server = read(everybody[i + 1])
      local there = targets[server]
      targets[server] = (there and there .. ',' or '') .. everybody[i] .. '@' .. theirs
    end
  end
  for server, there in pairs(targets) do
    if server ~= me then
      redis.call('PUBLISH', SIGNAL .. server, kind .. ' ' .. client .. ' ' .. number .. ' ' .. there .. '\n' .. body)
    end
  end
  return targets[me] or ''
end

local function lease(client, room)
  redis.call('ZADD', LEASES, math.floor(microseconds() / 1000) + LEASE_MILLISECONDS, client .. ' ' .. room)
end

local function keep(room)
  redis.call('EXPIRE', MEMBERS .. room, ROOM_SECONDS)
  redis.call('EXPIRE', USERS .. room, ROOM_SECONDS)
  redis.call('EXPIRE', LEASES, LEASES_SECONDS)
end

local function put(me, room, client, number, profile)
  redis.call('HSET', MEMBERS .. room, client, number .. ' ' .. me)
  if profile ~= '' then
    redis.call('HSET', USERS .. room, client, profile)
  end
  lease(client, room)
  keep(room)
end

-- Takes a client out of a room; the keys of the last one go with it. Returns the number it had ('' where it was not
-- in) and the members on server `me` that are to be told.
local function leave(me, client, room)
  redis.call('ZREM', LEASES, client .. ' ' .. room)
  local record = redis.call('HGET', MEMBERS .. room, client)
  if not record then
    return '', ''
  end
  redis.call('HDEL', MEMBERS .. room, client)
  redis.call('HDEL', USERS .. room, client)
  local number = read(record)
  return number, tell(me, room, 'left', client, number, '')
end

-- Who is in a room: how many, the highest number, and that of the client (nil where it is not in).
local function look(room, client)
  local everybody = redis.call('HGETALL', MEMBERS .. room)
  local highest, own = 0, nil
  for i = 1, #everybody, 2 do
    local number = read(everybody[i + 1])
    highest = math.max(highest, tonumber(number))
    if everybody[i] == client then
      own = number
    end
  end
  return #everybody / 2, highest, own
end

-- Appends everybody in a room to a result: client, number, profile ('' for none).
local function append(result, room)
  local everybody = redis.call('HGETALL', MEMBERS .. room)
  for i = 1, #everybody, 2 do
    local at = #result
    result[at + 1] = everybody[i]
    result[at + 2] = read(everybody[i + 1])
    result[at + 3] = redis.call('HGET', USERS .. room, everybody[i]) or ''
  end
  return result
end

