// What a day adds to a fire: its file, its chain of speakers, its clocks, accounts, notices.
#include "tests/clients/fixtures.h"

namespace clarion::tests {

v1::Docket FireWithEverything() {
  auto docket = MajorFire();
  docket.MergeFrom(FromText<v1::Docket>(R"pb(
    lead_wanted_by { seconds: 1795393800 }
    waivers {
      obligation: "PRESS_CONFERENCE-1"
      ground: WAIVER_GROUND_SUPERIOR_TAKEOVER
      document: "新政办函〔2026〕12号"
      requested_by: "duty1"
      requested_at { seconds: 1795400000 }
    }
    evidence {
      id: "e1"
      kind: EVIDENCE_KIND_RELEASE
      release_kind: RELEASE_KIND_AUTHORITATIVE
      effective_at { seconds: 1795397000 }
      proof: "https://gov.example/12"
      recorded_by: "duty1"
    }
    referrals {
      clues: "首发账号及截图编号"
      referred_by: "duty1"
      referred_at { seconds: 1795401000 }
    }
    notes {
      id: "n1"
      text: "现场照片"
      file_name: "photo.jpg"
      file_sha256: "0123456789abcdef0123456789abcdef"
      written_by: "duty1"
      written_at { seconds: 1795402000 }
    }
    facts {
      key: "dead"
      version: 1
      value: "2"
      as_of { seconds: 1795395600 }
      source: "县人民医院"
      entered_by: "duty1"
    }
    facts {
      key: "dead"
      version: 2
      value: "3"
      as_of { seconds: 1795402800 }
      source: "县人民医院"
      entered_by: "duty1"
    }
    facts {
      key: "place"
      version: 1
      value: "甲镇工业园3号路"
      as_of { seconds: 1795395600 }
      source: "110"
      entered_by: "duty2"
    })pb"));
  v1::Release& release = *docket.mutable_releases(0);
  release.add_joint_with("ta");
  release.add_outdated("dead");
  v1::Figure& figure = *release.add_figures();
  figure.set_key("dead");
  figure.set_value("2");
  return docket;
}

v1::Roster CountyAfterwards() {
  auto roster = County();
  roster.mutable_bodies()->RemoveLast();
  roster.mutable_officials(0)->set_post("局长（兼）");
  roster.mutable_officials(0)->MergeFrom(FromText<v1::Official>(R"pb(
    phones: "000-0000-0009"
    leave {
      from { seconds: 1795478400 }
      to { seconds: 1795737600 }
      acting: "emb-deputy"
      approved_by: "mayor"
    })pb"));
  *roster.add_officials() =
      FromText<v1::Official>(R"pb(id: "emb-deputy" name: "吴九" post: "副局长" body: "emb")pb");
  *roster.add_uncovered() = FromText<v1::UncoveredPost>(R"pb(official: "emb-head"
                                                             from { seconds: 1795478400 }
                                                             to { seconds: 1795737600 })pb");
  return roster;
}

v1::ProposeSpeakersResponse ChainOfMajorFire() {
  return FromText<v1::ProposeSpeakersResponse>(R"pb(
    proposals { official: "emb-head" step: 1 eligible: false reason: ERROR_REASON_SPEAKER_ON_LEAVE }
    proposals { official: "ta-head" step: 2 eligible: true silent: true }
    proposals { official: "mayor" step: 6 eligible: true })pb");
}

v1::SimulateDeadlinesResponse ClocksOfGradeTwo() {
  const v1::Docket fire = MajorFire();
  v1::SimulateDeadlinesResponse response;
  for (const v1::Obligation& o : fire.obligations()) {
    v1::Obligation& clock = *response.add_obligations();
    clock = o;
    clock.set_status(v1::OBLIGATION_STATUS_PENDING);
    clock.clear_met_at();
    clock.add_reminders_at()->set_seconds(o.start_at().seconds() + o.limit().seconds() / 2);
    clock.mutable_risk_at()->set_seconds(o.start_at().seconds() + o.limit().seconds() * 4 / 5);
  }
  response.mutable_now()->set_seconds(absl::ToUnixSeconds(FixtureNow()));
  return response;
}

v1::RulePack TwoRules() {
  return FromText<v1::RulePack>(R"pb(
    id: "national-2016"
    title_zh: "国家规定"
    title_en: "National rules"
    obligations {
      kind: OBLIGATION_KIND_PRESS_CONFERENCE
      grades: GRADE_I
      grades: GRADE_II
      trigger: TRIGGER_START
      limit { seconds: 86400 }
      risk_percent: 80
      evidence {
        conferences: CONFERENCE_FORM_PRESS_CONFERENCE
        conferences: CONFERENCE_FORM_ONLINE_PRESS_CONFERENCE
        speaker: SPEAKER_RULE_PRINCIPAL
      }
      article: "art. 16"
      mark: "L"
      name_zh: "新闻发布会"
      name_en: "Press conference"
      reminders { percent: 50 }
      reminders { before { seconds: 900 } }
    }
    obligations {
      kind: OBLIGATION_KIND_SPOKESPERSON_ACK
      trigger: TRIGGER_ASSIGNMENT
      limit { seconds: 1800 }
      risk_percent: 80
      evidence { acknowledgement: true }
      mark: "O"
      name_zh: "签收"
      name_en: "Speaker signs"
    }
    official_channels: "GOV_SITE"
    official_channels: "GOV_WEIBO"
    templates { id: "first" name_zh: "首发" name_en: "First release" })pb");
}

v1::FillTemplateResponse FirstRelease() {
  return FromText<v1::FillTemplateResponse>(R"pb(
    kind: RELEASE_KIND_AUTHORITATIVE
    text: "情况通报\n死亡〔死亡人数〕人。\n"
    missing: "dead")pb");
}

v1::ListAccountsResponse AccountsOfCounty() {
  return FromText<v1::ListAccountsResponse>(R"pb(
    accounts {
      name: "regions/410726/accounts/duty1"
      person: "duty1"
      role: ROLE_DUTY
      body: "emb"
      display_name: "李敏"
      created_at { seconds: 1795392000 }
    }
    accounts {
      name: "regions/410726/accounts/duty2"
      person: "duty2"
      role: ROLE_DUTY
      display_name: "=HYPERLINK(1)"
      disabled: true
    })pb");
}

v1::ListNoticesResponse NoticesOfMajorFire() {
  return FromText<v1::ListNoticesResponse>(R"pb(
    notices {
      incident: "regions/410726/incidents/410726-20261123-0007"
      version: 1
      decided_at { seconds: 1795392720 }
      notice {
        subject: NOTICE_SUBJECT_REGISTERED
        roles: NOTICE_ROLE_DUTY
        about: "AUTHORITATIVE_INFO-1"
      }
    })pb");
}

v1::ListLikelyDuplicatesResponse LikelyDuplicates() {
  v1::ListLikelyDuplicatesResponse response;
  *response.add_duplicates()->mutable_incident() = MajorFire();
  response.mutable_duplicates(0)->set_percent(100);
  *response.add_duplicates()->mutable_incident() = OverdueComplaint();
  response.mutable_duplicates(1)->set_percent(64);
  return response;
}

}  // namespace clarion::tests
