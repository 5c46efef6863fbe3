-- A relay between two sockets of this server, as in near.lua: it changes nothing, and is the most frequent of all steps. A step of steps.lua.
--   fields  0 'pass', 1 session, 2 receiver
local PASS = {
  FIELDS = 3,

  want = function(at)
    want_server(ARGV[at + 2])
  end,

  take = function(at)
    local state = ask('HGET', SESSION .. ARGV[at + 1], 'state')
    if not state then
      return 'session_not_found'
    end
    if not RELAY_FROM[state] then
      return 'invalid_state'
    end
    return is_here(ARGV[at + 2]) and HERE or AGAIN
  end,
}
