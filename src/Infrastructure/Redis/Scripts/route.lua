-- The way of an event to a user, for the steps of steps.lua.
local ME, GRACE = ARGV[1], tonumber(ARGV[2])

-- Flags of a step's status: a push is to be sent; the frames to deliver are those of goring.v1; the frame, which the step
-- came without, is to be delivered where its server believed the receiver to be.
local PUSH, EXTENDED, HERE = 1, 2, 4

-- What a step is answered that needs the frame which it came without, and each behind it of its session: nothing has
-- happened, and they are to be taken again in their order.
local AGAIN = 'again'

-- How many frames the step that runs has given this server to deliver.
local deliveries = 0

-- Sends an event to a user, whose slot's holder is that. Where this server holds the socket, user, connection and the event's
-- number (0 for none) are appended to `result`, and the caller delivers it; elsewhere it is published; where nobody does
-- it is kept, if the user is expected back. False where there was no room for it.
local function route_to(server, connection, user, frame, is_relay, result)
  local seq = 0
  if (not server or is_resumable(connection)) and redis.call('EXISTS', RESUME .. user) == 1 then
    if not server then
      return keep(user, frame, is_relay)
    end
    seq = append(user, frame)
  end

  if server == ME and connection then
    local last = #result
    deliveries = deliveries + 1
    result[last + 1], result[last + 2], result[last + 3] = user, connection, seq
  elseif seq == 0 then
    redis.call('PUBLISH', SIGNAL .. user, frame)
  else
    redis.call('PUBLISH', SIGNAL .. user, '{"seq":' .. seq .. ',' .. string.sub(frame, 2))
  end
  return true
end

local function route(user, frame, is_relay, result)
  local server, connection = holder_now(user)
  return route_to(server, connection, user, frame, is_relay, result)
end
