-- The way of an event to a user, for the steps of steps.lua that have their frames with them. A part.

local held = {}

-- Who holds a user's slot: server and connection, as holder_in has them. No step changes a slot.
local function holder_now(user)
  local slot = held[user]
  if not slot then
    slot = ask('MGET', SLOT .. user, SLOT_CONNECTION .. user)
    held[user] = slot
  end
  return holder_in(slot[1], slot[2])
end

-- Sends an event to a user, whose slot's holder is that. Where this server holds the socket, user, connection and the event's
-- number (0 for none) are appended to `result`, and the caller delivers it; elsewhere it is published; where nobody does
-- it is kept, if the user is expected back. False where there was no room for it.
local function route_to(server, connection, user, frame, is_relay, result)
  local seq = 0
  if (not server or is_resumable(connection)) and ask('EXISTS', RESUME .. user) == 1 then
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
    ask('PUBLISH', SIGNAL .. user, frame)
  else
    ask('PUBLISH', SIGNAL .. user, '{"seq":' .. seq .. ',' .. string.sub(frame, 2))
  end
  return true
end

local function route(user, frame, is_relay, result)
  local server, connection = holder_now(user)
  return route_to(server, connection, user, frame, is_relay, result)
end

-- Sends what has a form of its own for goring.v1, or '', to a user whose slot's holder is that. Returns the flags of the step's status.
local function send(server, connection, user, basic, extended, result)
  local is_extended = extended ~= '' and is_resumable(connection)
  route_to(server, connection, user, is_extended and extended or basic, false, result)
  return is_extended and EXTENDED or 0
end
