// A line of the log is one JSON object, whatever a user wrote into it.
#include "services/server/log.h"

#include <string>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/core/refusal.h"
#include "services/server/metrics.h"

namespace clarion::server {
namespace {

TEST(LogLine, IsOneJsonObjectWithItsFields) {
  const std::string line = FormatLogLine(LogLevel::kWarn, "request.refused",
                                         {{"method", "GetIncident"}, {"ms", 3}, {"late", true}});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["level"], "warn");
  EXPECT_EQ(json["event"], "request.refused");
  EXPECT_EQ(json["method"], "GetIncident");
  EXPECT_EQ(json["ms"], 3);
  EXPECT_EQ(json["late"], true);
  EXPECT_EQ(json["time"].get<std::string>().size(), std::string("2026-11-23T00:00:00.000Z").size());
  EXPECT_EQ(json["time"].get<std::string>().back(), 'Z');
}

TEST(LogLine, HoldsTextOfUsersEscapedAndCut) {
  const std::string nasty = "a\"}\n{\"level\":\"error\x1b[2J";
  const auto json = nlohmann::json::parse(FormatLogLine(LogLevel::kInfo, "x", {{"title", nasty}}));
  EXPECT_EQ(json["title"], nasty);
  std::string name;
  for (int i = 0; i < 100; ++i) name += "延";
  std::string first;
  for (int i = 0; i < 64; ++i) first += "延";
  const auto cut = nlohmann::json::parse(FormatLogLine(LogLevel::kInfo, "x", {{"title", name}}));
  EXPECT_EQ(cut["title"], first + "…");
}

TEST(LogLine, TakesBytesThatAreNoText) {
  const std::string line = FormatLogLine(
      LogLevel::kInfo, "x",
      {{"title", std::string("\xff\xfe\x80 a")}, {"more", std::string(10'000, '\x80')}});
  EXPECT_TRUE(nlohmann::json::accept(line));
  EXPECT_LT(line.size(), 4096u);
}

TEST(LogLine, KeepsOurOwnTextsWhole) {
  const std::string faults(500, 'x');
  const auto json =
      nlohmann::json::parse(FormatLogLine(LogLevel::kError, "x", {LogField::Whole("why", faults)}));
  EXPECT_EQ(json["why"], faults);
}

TEST(MetricsText, CountsRequestsByMethodCodeAndReason) {
  Metrics metrics;
  metrics.RequestAnswered(Method::kGetIncident, absl::OkStatus(), absl::Milliseconds(2));
  metrics.RequestAnswered(Method::kGetIncident,
                          core::Refuse({.code = absl::StatusCode::kNotFound,
                                        .reason = v1::ERROR_REASON_NO_SUCH_INCIDENT,
                                        .en = "x",
                                        .zh = "x"}),
                          absl::Milliseconds(2));
  const std::string text = metrics.Text();
  EXPECT_NE(text.find("clarion_requests_total{code=\"OK\",method=\"/clarion.v1.IncidentService/"
                      "GetIncident\",reason=\"\"} 1"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("reason=\"NO_SUCH_INCIDENT\"} 1"), std::string::npos);
  EXPECT_NE(text.find("clarion_request_seconds_count{method=\"/clarion.v1.IncidentService/"
                      "GetIncident\"} 2"),
            std::string::npos);
}

TEST(MetricsText, ShowsWhatAProcessDoes) {
  Metrics metrics;
  metrics.CommitAnswered(store::Committed{});
  metrics.TimerDecided(absl::Milliseconds(3));
  metrics.WatcherOpened();
  metrics.WatcherOpened();
  metrics.WatcherClosed();
  metrics.SequenceHandled(15, 42);
  metrics.EntryParked("timeline");
  metrics.SetHealthy(true);
  const std::string text = metrics.Text();
  for (const char* line :
       {"clarion_commits_total{outcome=\"done\"} 1", "clarion_timer_lateness_seconds_count 1",
        "clarion_watchers 1", "clarion_log_sequence{shard=\"15\"} 42",
        "clarion_entries_parked_total{desk=\"timeline\"} 1", "clarion_healthy 1"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line;
  }
}

TEST(MetricsExposer, SaysWhyItCannotListen) {
  Metrics metrics;
  EXPECT_EQ(*metrics.Expose(""), 0);
  const auto port = metrics.Expose("127.0.0.1:0");
  ASSERT_TRUE(port.ok()) << port.status();
  EXPECT_GT(*port, 0);
  Metrics second;
  EXPECT_EQ(second.Expose("127.0.0.1:" + std::to_string(*port)).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace clarion::server
