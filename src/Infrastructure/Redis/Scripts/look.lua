-- What the steps of steps.lua have to know, asked for all of them at once, and what they change of it: a command costs
-- several times as much as a key of one. Strings and tables are the most of what a step costs, so that there are few.

-- The sessions that the steps name, by id; false for one that is over.
local sessions = {}
local CALLER, CALLEE, STATE, PUSHES_OPEN = 1, 2, 3, 4

local function session_now(session)
  local call = sessions[session]
  if call == nil then
    call = redis.call('HMGET', SESSION .. session, 'caller_id', 'callee_id', 'state', 'pushes')
    if not (call[CALLER] and call[CALLEE] and call[STATE]) then
      return nil
    end
    sessions[session] = call
  end
  return call
end

-- The keys that are asked for, and then what stands in them: of a user the call, or the slot and its connection behind it.
local keys, values, call_at, slot_at = {}, {}, {}, {}

local function want_call(user)
  if not call_at[user] then
    local at = #keys + 1
    call_at[user], keys[at] = at, CALL_OF_USER .. user
  end
end

local function want_slot(user)
  if not slot_at[user] then
    local at = #keys + 1
    slot_at[user], keys[at], keys[at + 1] = at, SLOT .. user, SLOT_CONNECTION .. user
  end
end

-- To be called once, when all is wanted.
local function look()
  if #keys > 0 then
    values = redis.call('MGET', unpack(keys))
  end
end

-- The session of a user's call, over or not; false for none.
local function call_now(user)
  local at = call_at[user]
  if not at then
    at = #values + 1
    call_at[user], values[at] = at, redis.call('GET', CALL_OF_USER .. user)
  end
  return values[at]
end

-- To be called once call_now was.
local function set_call(user, session)
  redis.call('SET', CALL_OF_USER .. user, session, 'EX', SESSION_SECONDS)
  values[call_at[user]] = session
end

-- Who holds a user's slot: server and connection, as holder_in has them. No step changes a slot.
local function holder_now(user)
  local at = slot_at[user]
  if at then
    return holder_in(values[at], values[at + 1])
  end
  return holder_of(user)
end

-- Whether that connection of this server holds a user's slot.
local AT_ME = '@' .. ARGV[1]
local function is_at(user, connection)
  local at = slot_at[user]
  return at and values[at] == ARGV[1] and values[at + 1] == connection .. AT_ME
end

-- The deadlines that the steps set (Unix ms) or drop (false), by member; written once all steps are taken.
local due = {}

-- Unix ms as a text. Of the times of one script most are the same, and to write one out costs as much as a command.
local moments = {}
local function moment(time)
  local text = moments[time]
  if not text then
    text = string.format('%.0f', time)
    moments[time] = text
  end
  return text
end

local function write_deadlines()
  local set, dropped = {}, {}
  for member, time in pairs(due) do
    if time then
      local at = #set
      set[at + 1], set[at + 2] = moment(time), member
    else
      dropped[#dropped + 1] = member
    end
  end
  if #set > 0 then
    redis.call('ZADD', DEADLINES, unpack(set))
    redis.call('EXPIRE', DEADLINES, DEADLINES_SECONDS)
  end
  if #dropped > 0 then
    redis.call('ZREM', DEADLINES, unpack(dropped))
  end
end
