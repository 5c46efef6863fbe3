-- The way of an event to a user, for the steps of steps.lua.
local ME, GRACE = ARGV[1], tonumber(ARGV[2])

-- Flags of a step's status: a push is to be sent; the frames to deliver are those of goring.v1.
local PUSH, EXTENDED = 1, 2

-- How many frames the step that runs has given this server to deliver.
local deliveries = 0

-- Who holds a user's slot. No step changes a slot, so each user is looked up once, however many steps there are.
local holders = {}

local function holder_now(user)
  local holder = holders[user]
  if not holder then
    local server, connection = holder_of(user)
    holder = { server = server, connection = connection, is_resumable = is_resumable(connection) }
    holders[user] = holder
  end
  return holder
end

-- Sends an event to a user. Where this server holds the socket, user, connection and the event's number (0 for none) are
-- appended to `result`, and the caller delivers it; elsewhere it is published; where nobody does it is kept, if the user
-- is expected back. False where there was no room for it.
local function route(user, holder, frame, is_relay, result)
  local server, seq = holder.server, 0
  if (holder.is_resumable or not server) and redis.call('EXISTS', RESUME .. user) == 1 then
    if not server then
      return keep(user, frame, is_relay)
    end
    seq = append(user, frame)
  end

  if server == ME and holder.connection then
    local last = #result
    deliveries = deliveries + 1
    result[last + 1], result[last + 2], result[last + 3] = user, holder.connection, seq
  elseif seq == 0 then
    redis.call('PUBLISH', SIGNAL .. user, frame)
  else
    redis.call('PUBLISH', SIGNAL .. user, '{"seq":' .. seq .. ',' .. string.sub(frame, 2))
  end
  return true
end

