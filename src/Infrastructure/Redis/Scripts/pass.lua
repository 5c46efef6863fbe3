-- A relay between two sockets of this server, as in near.lua: it changes nothing, and is the most frequent of all steps. A step
-- of steps.lua.
--   keys    0 the receiver's slot
--   fields  0 'pass', 1 the session's key
local PASS = {
  KEYS_OF_STEP = 1,
  FIELDS = 2,

  take = function(at, at_key)
    local key = ARGV[at + 1]
    local state = not over[key] and ask('HGET', key, 'state')
    if not state then
      return 'session_not_found'
    end
    if not RELAY_FROM[state] then
      return 'invalid_state'
    end
    return values[at_key] == ME and HERE or AGAIN
  end,
}
