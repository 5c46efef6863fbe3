-- Steps between two sockets of this server, base protocol, whose frames stay with it. Who the parties of the call are and what they may
-- came from this script before (start.lua, apply.lua), and never changes. Steps of steps.lua, and a part.
--   fields  0 'near ' and the row's name, 1 session, 2 receiver, 3 who takes it where the row is final, else the callee's profile
--           (JSON)
local NEAR_FIELDS = 4

local row_of, change = part('rows').row_of, part('change').change

local function want(at, kind)
  local receiver = ARGV[at + 2]
  want_server(receiver)
  if kind.row.final then
    want_call(receiver)
    want_call(ARGV[at + 3])
  end
end

local function take(at, _, kind)
  local row, session, receiver, rest = kind.row, ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local key = SESSION .. session
  local call = ask('HMGET', key, 'state', 'pushes')
  local state = call[1]
  if not state then
    return 'session_not_found'
  end
  if not row.from[state] then
    return 'invalid_state'
  end
  -- Devices that were rung are to be told, too, as apply.lua does.
  if call[2] or not is_here(receiver) then
    return AGAIN
  end
  change(row, key, session, state, receiver, rest, rest)
  sessions[session] = nil
  return HERE
end
