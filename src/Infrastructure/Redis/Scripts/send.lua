-- Sends a frame whose step has happened, as one of near.lua, and whose receiver was about to move to another socket. A step of steps.lua,
-- and a part.
--   fields  0 'send', 1 session, 2 receiver, 3 frame of the base protocol, 4 the same of goring.v1 ('' where there is no difference)
local FIELDS = 5

local function want(at)
  want_slot(ARGV[at + 2])
end

local function take(at, result)
  return part('route').send(ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], result)
end
