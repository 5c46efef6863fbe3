-- What a step changes of its session. A part.

-- The key that says that a user is in a session, which is to go; nil where they are in none or another.
local function leave(user, session)
  if call_now(user) ~= session then
    return nil
  end
  local at = call_at[user]
  values[at] = false
  due[PEER_RETURNS .. user] = false
  return keys[at]
end

-- Ends a session, and frees those of its parties who are still in it.
local function close(key, session, party, other)
  local first, second = leave(party, session), leave(other, session)
  if first and second then
    ask('DEL', key, first, second)
  elseif first or second then
    ask('DEL', key, first or second)
  else
    ask('DEL', key)
  end
end

-- Writes the state that a row leads to.
local function change(row, key, session, from, party, other, profile)
  if from == 'ringing' then
    due[RING_ENDS .. session] = false
  end
  if row.final then
    close(key, session, party, other)
  elseif profile == '' then
    ask('HSET', key, 'state', row.to)
  else
    ask('HSET', key, 'state', row.to, 'callee_info', profile)
  end
end
