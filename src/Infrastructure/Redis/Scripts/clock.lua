-- Redis's own clock, Unix milliseconds: one clock for the whole fleet, and one look at it for a script.
local looked_at
local function now()
  if not looked_at then
    local time = redis.call('TIME')
    looked_at = time[1] * 1000 + math.floor(time[2] / 1000)
  end
  return looked_at
end

