-- A relay whose frame stays with its server: by a party of the session to the other, who was last seen at a socket of that
-- server, base protocol. Both have come from this script before (apply.lua), and a session's parties never change. A step of
-- steps.lua.
--   fields  0 'pass', 1 session, 2 receiver, 3 the receiver's connection
local PASS_FIELDS = 4

local function want_pass(at)
  want_slot(ARGV[at + 2])
end

local function pass(at)
  local state = redis.call('HGET', SESSION .. ARGV[at + 1], 'state')
  if not state then
    return 'session_not_found'
  end
  if not RELAY_FROM[state] then
    return 'invalid_state'
  end
  return is_at(ARGV[at + 2], ARGV[at + 3]) and HERE or AGAIN
end
