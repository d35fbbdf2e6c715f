"""The Chinese names of what is measured; load.json has the English ones."""

# Longest first, so that a part never hides a whole.
ZH = {
    "registrations at saturation": "饱和登记速率",
    "store floor beside bare echo": "底线与空回声之比",
    "CPU each, service and Redis": "每次登记 CPU,服务与 Redis 合计",
    "CPU each, timeline and Redis": "每个时限 CPU,时限台与 Redis 合计",
    "CPU each delivery, sender": "每次送达 CPU,发送进程",
    "CPU each change to each, sender": "每条变更每个接收者 CPU,发送进程",
    "CPU each, service": "每次登记 CPU,服务",
    "CPU each, Redis": "每次登记 CPU,Redis",
    "CPU each, bare echo": "每次 CPU,空回声",
    "registration, open loop": "登记时延,开环",
    "registration, instructions": "每次登记的指令数",
    "registration, allocations": "每次登记的内存分配数",
    "registration": "登记时延",
    "bare echo": "空回声",
    "register to last watcher": "登记到最后一个订阅者",
    "the same while one does not read": "同上,有一个订阅者停读",
    "changes in a message": "每条消息中的变更数",
    "deadline lateness": "时限判定的迟延",
    "lateness of these": "其中每个的迟延",
    "list, first page": "清单首页",
    "start-up": "重启到可用",
    "snapshot of one region": "一个地区的快照",
    "broadcast memory of an incident, and its docket": "播发台每个事件的内存,与案卷本身",
    "broadcast memory per incident": "播发台每个事件的内存",
    "Redis memory of an incident, 6 records": "Redis 每个事件的内存,六条记录",
    "Redis memory of an incident, 1 record": "Redis 每个事件的内存,一条记录",
    "core decisions on one core, register": "单核裁决速率,登记",
    "core decisions on one core, note": "单核裁决速率,备注",
    "core decisions on one core, deadline missed": "单核裁决速率,时限届满",
    "core decisions on one core, refusal": "单核裁决速率,驳回",
    "due at once": "同时到期",
    "BullMQ: lateness": "BullMQ 迟延",
    "BullMQ: 10,000 due at once, all done": "BullMQ 一万个同时到期,全部完成",
    "raw Redis pub/sub": "Redis 原生发布订阅",
    "acknowledged registrations lost": "已确认而丢失的登记",
    "registrations that failed": "失败的登记",
    "registrations to watch that failed": "供订阅的登记中失败的",
    "changes a watcher missed": "订阅者漏收的变更",
    "changes a watcher got twice": "订阅者重复收到的变更",
    "watch messages out of order": "乱序的订阅消息",
    "states in place of changes, to the crowd": "以状态代替变更的条数",
    "watches that ended by themselves": "自行中断的订阅",
    "deadlines decided early": "提前判定的时限",
    "deadlines never decided": "从未判定的时限",
    "deadlines decided twice": "重复判定的时限",
    "drills that failed": "失败的演练",
    "registrations acknowledged": "已确认的登记",
    "read back, /s": "每秒回读",
    "loaded, /s": "每秒装入",
    "watchers": "订阅者",
    "bytes of a watch message": "每条订阅消息的字节数",
    "instructions, spread of the rounds in percent": "指令数各轮相差,百分比",
}
_LONGEST_FIRST = sorted(ZH, key=len, reverse=True)


def chinese(name):
    """`registration, open loop, p99` -> `登记时延,开环,p99`; empty when there is no word for it."""
    bare = name.strip()
    for known in _LONGEST_FIRST:
        rest = bare[len(known):]
        if bare.startswith(known) and rest[:1] in ("", ",", " "):
            return ZH[known] + rest.replace(" open", " 件未结").replace(", ", ",")
    for begin, zh, end in (("changes to ", "变更送达 {} 个订阅者", " watchers"),
                           ("changes to ", "重连补发,{} 个订阅者", " that come back"),
                           ("", "{} 个同时到期,全部提交", " due at once, all committed"),
                           ("snapshot of ", "{} 件的快照", "")):
        if bare.startswith(begin) and end in bare:
            number, _, rest = bare[len(begin):].partition(end or ", ")
            rest = rest.strip(", ").replace(" open", " 件未结").replace(", ", ",")
            return zh.format(number) + (f",{rest}" if rest else "")
    return ""
