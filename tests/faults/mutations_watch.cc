// Faults in what watchers heard.
#include <algorithm>
#include <utility>

#include "tests/faults/mutations.h"

namespace clarion::faults {
namespace {

using Kind = WatchEvent::Kind;

// A message with changes of some watcher; `suits` is given the watcher and its place in it.
struct MessagePlace {
  Watching* watching = nullptr;
  size_t index = 0;

  WatchEvent& event() const { return (*watching)[index]; }
};

bool HasChange(const WatchEvent& event) {
  return std::any_of(event.items.begin(), event.items.end(),
                     [](const WatchItem& item) { return !item.state; });
}

MessagePlace AnyMessage(MadeRun& run, Dice& dice,
                        const std::function<bool(const Watching&, size_t)>& suits) {
  std::vector<MessagePlace> suitable;
  for (Watching& watching : run.history.watchers) {
    for (size_t i = 0; i < watching.size(); ++i) {
      if (HasChange(watching[i]) && suits(watching, i)) suitable.push_back({&watching, i});
    }
  }
  return suitable.empty() ? MessagePlace{} : suitable[dice() % suitable.size()];
}

// The next event that tells of the first incident in the message; null when none does.
WatchEvent* NextOfTheSame(Watching& watching, size_t index) {
  const std::string& incident = watching[index].items.front().incident;
  for (size_t i = index + 1; i < watching.size(); ++i) {
    if (watching[i].kind == Kind::kOpen) return nullptr;
    for (const WatchItem& item : watching[i].items) {
      if (item.incident == incident) return item.state ? nullptr : &watching[i];
    }
  }
  return nullptr;
}

MessagePlace WithFollower(MadeRun& run, Dice& dice) {
  return AnyMessage(run, dice, [](const Watching& watching, size_t i) {
    const std::vector<WatchItem>& items = watching[i].items;
    const auto same = [&](const WatchItem& item) {
      return item.incident == items.front().incident;
    };
    return !items.front().state && std::count_if(items.begin(), items.end(), same) == 1 &&
           NextOfTheSame(const_cast<Watching&>(watching), i) != nullptr;
  });
}

bool SwapTwoChanges(MadeRun& run, Dice& dice) {
  const MessagePlace place = WithFollower(run, dice);
  if (place.watching == nullptr) return false;
  WatchItem& first = place.event().items.front();
  WatchEvent& next = *NextOfTheSame(*place.watching, place.index);
  for (WatchItem& item : next.items) {
    if (item.incident != first.incident) continue;
    std::swap(first, item);
    return true;
  }
  return false;
}

bool RepeatAChange(MadeRun& run, Dice& dice) {
  const MessagePlace place = AnyMessage(run, dice, [](const Watching&, size_t) { return true; });
  if (place.watching == nullptr) return false;
  const auto& items = place.event().items;
  const auto change =
      std::find_if(items.begin(), items.end(), [](const WatchItem& item) { return !item.state; });
  place.event().items.push_back(WatchItem(*change));
  return true;
}

// Whether the stream has told of the message's first incident before.
bool ToldBefore(const Watching& watching, size_t index) {
  for (size_t i = index; i-- > 0 && watching[i].kind != Kind::kOpen;) {
    for (const WatchItem& item : watching[i].items) {
      if (item.incident == watching[index].items.front().incident) return true;
    }
  }
  return false;
}

bool LeaveAChangeOut(MadeRun& run, Dice& dice) {
  for (int tries = 0; tries < 40; ++tries) {
    const MessagePlace place = WithFollower(run, dice);
    if (place.watching == nullptr) return false;
    if (!ToldBefore(*place.watching, place.index)) continue;
    place.event().items.erase(place.event().items.begin());
    return true;
  }
  return false;
}

// The first message after a resume is not heard, and the incident goes on in the next.
bool LoseAtAResume(MadeRun& run, Dice& dice) {
  for (int tries = 0; tries < 40; ++tries) {
    const MessagePlace place = WithFollower(run, dice);
    if (place.watching == nullptr) return false;
    Watching& watching = *place.watching;
    WatchEvent* next = NextOfTheSame(watching, place.index);
    const auto token =
        std::find_if(watching.rend() - static_cast<std::ptrdiff_t>(place.index) - 1,
                     watching.rend(), [](const WatchEvent& event) { return !event.token.empty(); });
    if (next == nullptr || token == watching.rend() || place.event().items.front().version < 2) {
      continue;
    }
    const WatchEvent open = {.t = place.event().t + 1,
                             .kind = Kind::kOpen,
                             .parent = watching.front().parent,
                             .token = token->token};
    place.event().items.erase(place.event().items.begin());
    watching.insert(watching.begin() + static_cast<std::ptrdiff_t>(place.index) + 1, open);
    return true;
  }
  return false;
}

bool BeginAnew(MadeRun& run, Dice& dice) {
  const MessagePlace place = AnyMessage(run, dice, [](const Watching& watching, size_t i) {
    return watching[i - 1].kind == Kind::kOpen && !watching[i - 1].token.empty();
  });
  if (place.watching == nullptr) return false;
  place.event().resync = true;
  return true;
}

bool SplitACommit(MadeRun& run, Dice& dice) {
  for (const MadeCommit& commit : run.log) {
    if (commit.records.size() < 2) continue;
    const MessagePlace place = AnyMessage(run, dice, [&](const Watching& watching, size_t i) {
      const WatchItem& last = watching[i].items.back();
      return watching[i].items.size() > 1 && !last.state &&
             last.incident == commit.records[1].first && last.version == commit.records[1].second;
    });
    if (place.watching == nullptr) continue;
    WatchEvent second = place.event();
    second.items = {place.event().items.back()};
    place.event().items.pop_back();
    place.watching->insert(place.watching->begin() + static_cast<std::ptrdiff_t>(place.index) + 1,
                           second);
    return true;
  }
  return false;
}

bool BookmarkTooFar(MadeRun& run, Dice& dice) {
  const MessagePlace place = AnyMessage(run, dice, [](const Watching&, size_t) { return true; });
  if (place.watching == nullptr) return false;
  const WatchEvent bookmark = {.t = place.event().t - 1,
                               .token = place.event().token,
                               .bookmark = true,
                               .sequence = place.event().sequence};
  place.watching->insert(place.watching->begin() + static_cast<std::ptrdiff_t>(place.index),
                         bookmark);
  return true;
}

bool StopBeforeTheEnd(MadeRun& run, Dice& dice) {
  const MessagePlace place = AnyMessage(run, dice, [](const Watching& watching, size_t i) {
    return std::none_of(watching.begin() + static_cast<std::ptrdiff_t>(i) + 1, watching.end(),
                        [](const WatchEvent& event) { return !event.items.empty(); });
  });
  if (place.watching == nullptr) return false;
  place.event().items.clear();
  return true;
}

bool TellAnOldState(MadeRun& run, Dice& dice) {
  const MessagePlace place = AnyMessage(run, dice, [](const Watching& watching, size_t i) {
    return watching[i].items.front().version > 1;
  });
  if (place.watching == nullptr) return false;
  WatchItem old = place.event().items.front();
  old.state = true;
  --old.version;
  old.breaches.clear();
  place.event().items.push_back(old);
  return true;
}

bool TellAnotherRecord(Recorded& recorded, Dice& dice) {
  std::vector<WatchItem*> items;
  for (Watching& watching : recorded.history.watchers) {
    for (WatchEvent& event : watching) {
      for (WatchItem& item : event.items) items.push_back(&item);
    }
  }
  WatchItem* item = OneOf(items, dice);
  if (item == nullptr) return false;
  item->hash[0] = item->hash[0] == 'a' ? 'b' : 'a';
  return true;
}

bool HearOfABreachEarly(MadeRun& run, Dice& dice) {
  const MessagePlace place = AnyMessage(run, dice, [](const Watching& watching, size_t i) {
    return std::any_of(watching[i].items.begin(), watching[i].items.end(),
                       [](const WatchItem& item) { return !item.breaches.empty(); });
  });
  if (place.watching == nullptr) return false;
  for (const WatchItem& item : place.event().items) {
    if (item.breaches.empty()) continue;
    const int64_t t = place.event().t - 200'000;
    place.event().t = t;
    run.history.run.clock_samples.push_back({.t = t, .ms = item.breaches.front() - 100});
  }
  return true;
}

}  // namespace

std::vector<Mutation> WatchMutations() {
  return {
      {"two changes changed places", "watch_ordered", SwapTwoChanges},
      {"a state goes back", "watch_ordered", TellAnOldState},
      {"a change comes twice", "watch_unique", RepeatAChange},
      {"a change is left out", "watch_complete", LeaveAChangeOut},
      {"the last changes never come", "watch_complete", StopBeforeTheEnd},
      {"a change is lost at a resume", "watch_resumable", LoseAtAResume},
      {"a resume begins anew", "watch_resumable", BeginAnew},
      {"a commit is split", "watch_atomic", SplitACommit},
      {"a bookmark says too much", "watch_bookmarkable", BookmarkTooFar},
      {"a watcher is told another history", "watch_true", {}, TellAnotherRecord},
      {"a breach is heard of early", "never_early_as_seen", HearOfABreachEarly},
  };
}

}  // namespace clarion::faults
