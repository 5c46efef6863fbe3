-- Steps between two sockets of this server, base protocol, whose frames stay with it. Who the parties of the call are and what they may
-- came from this script before (start.lua, apply.lua), and never changes. Steps of steps.lua, and a part.
--   keys    0 the receiver's slot; where the row is final also 1 the receiver's call, 2 that of the one who takes it
--   fields  0 'near ' and the row's name, 1 session, then where the row is final 2 receiver, 3 who takes it; else 2 the callee's
--           profile (JSON)
local row_of, change, leave = part('rows').row_of, part('change').change, part('change').leave

-- What steps of that row are made of (steps.lua).
local function kind_of(name)
  local row = row_of(name)
  return { row = row, FIELDS = row.final and 4 or 3, KEYS_OF_STEP = row.final and 3 or 1 }
end

-- The state of a session, and whether there are devices that ring for it: those are rung in none but a ringing call.
local function state_of(key, row)
  if over[key] then
    return nil, nil
  end
  if row.from.accepted then
    local state = ask('HGET', key, 'state')
    return state, state == 'ringing' and ask('HGET', key, 'pushes')
  end
  local call = ask('HMGET', key, 'state', 'pushes')
  return call[1], call[2]
end

local function take(at, at_key, _, kind)
  local row, session = kind.row, ARGV[at + 1]
  local key = SESSION .. session
  local state, pushes = state_of(key, row)
  if not state then
    return 'session_not_found'
  end
  if not row.from[state] then
    return 'invalid_state'
  end
  -- Devices that were rung are to be told, too, as apply.lua does.
  if pushes or values[at_key] ~= ME then
    return AGAIN
  end
  change(row, key, session, state, ARGV[at + 2])
  if row.final then
    leave(session, ARGV[at + 2], KEYS[at_key + 1], values[at_key + 1])
    leave(session, ARGV[at + 3], KEYS[at_key + 2], values[at_key + 2])
  end
  return HERE
end
