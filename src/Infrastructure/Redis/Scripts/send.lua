-- Sends a frame whose step has happened, as one of near.lua, and whose receiver was about to move to another socket. A step of steps.lua,
-- and a part.
--   keys    0 the receiver's slot, 1 its connection
--   fields  0 'send', 1 session, 2 receiver, 3 frame of the base protocol, 4 the same of goring.v1 ('' where there is no difference)
local KEYS_OF_STEP, FIELDS = 2, 5

local function take(at, at_key, result)
  local route = part('route')
  local server, connection = route.holder_in(values[at_key], values[at_key + 1])
  return route.send(server, connection, ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], result)
end
