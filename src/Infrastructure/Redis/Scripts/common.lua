-- What the scripts share. Keys are built from ids that stand inside other keys, so all of them must live on one
-- shard (docs/decisions/0002).

-- The session of the call that a user is in, if it is not over. A key that outlived its session does not count.
local function call_of(user)
  local session = redis.call('GET', CALL_OF_USER .. user)
  if session then
    local state = redis.call('HGET', SESSION .. session, 'state')
    if state == 'ringing' or state == 'accepted' then
      return session
    end
  end
  return nil
end

local deadlines_stay = false
local function set_deadline(member, time)
  redis.call('ZADD', DEADLINES, time, member)
  if not deadlines_stay then
    redis.call('EXPIRE', DEADLINES, DEADLINES_SECONDS)
    deadlines_stay = true
  end
end

-- Who holds a slot, as its two keys say: the server and the connection, or nil and nil. The connection's key names its
-- server too, since a server of an older fleet takes a slot over without touching that key: then the connection is nil.
local function holder_in(server, connection)
  if not server then
    return nil, nil
  end
  if connection and string.sub(connection, -#server - 1) == '@' .. server then
    return server, string.sub(connection, 1, -#server - 2)
  end
  return server, nil
end

local function holder_of(user)
  local held = redis.call('MGET', SLOT .. user, SLOT_CONNECTION .. user)
  return holder_in(held[1], held[2])
end

local function hold(me, user, connection)
  redis.call('SET', SLOT .. user, me, 'EX', SLOT_SECONDS)
  redis.call('SET', SLOT_CONNECTION .. user, connection .. '@' .. me, 'EX', SLOT_SECONDS)
end

-- Whether events for that connection are numbered and kept.
local function is_resumable(connection)
  return connection ~= nil and string.sub(connection, 1, #RESUMABLE) == RESUMABLE
end

-- Numbers an event of a user's session and keeps it; the oldest go where there are too many. Returns its number.
local function append(user, frame)
  local seq = redis.call('HINCRBY', RESUME .. user, 'seq', 1)
  local bytes = redis.call('HINCRBY', RESUME .. user, 'bytes', #frame)
  local count = redis.call('RPUSH', REPLAY .. user, frame)
  if count == 1 then
    redis.call('EXPIRE', REPLAY .. user, RESUME_SECONDS)
  end
  while count > REPLAY_FRAMES or (bytes > REPLAY_BYTES and count > 1) do
    local dropped = redis.call('LPOP', REPLAY .. user)
    bytes = redis.call('HINCRBY', RESUME .. user, 'bytes', -#dropped)
    count = count - 1
  end
  return seq
end

-- Keeps an event for a user who is away. False for a relay for which there is no room: nothing is kept then.
local function keep(user, frame, is_relay)
  local kept = redis.call('HMGET', RESUME .. user, 'kept', 'kept_bytes')
  local frames, bytes = (tonumber(kept[1]) or 0) + 1, (tonumber(kept[2]) or 0) + #frame
  if is_relay and (frames > AWAY_FRAMES or bytes > AWAY_BYTES) then
    return false
  end
  redis.call('HSET', RESUME .. user, 'kept', frames, 'kept_bytes', bytes)
  append(user, frame)
  return true
end

