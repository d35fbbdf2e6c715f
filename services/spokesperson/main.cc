// clarion-spokesperson: keeps who there is, and who speaks; chooses again when leave takes the
// speaker.
#include <memory>

#include "services/server/process.h"
#include "services/server/workers.h"
#include "services/spokesperson/speaker_review.h"
#include "services/spokesperson/spokesperson_service.h"

namespace clarion::spokesperson {
namespace {

class SpokespersonDesk final : public server::Desk {
 public:
  explicit SpokespersonDesk(server::Runtime& runtime)
      : path_(runtime.store, runtime.packs, runtime.metrics, workers_),
        service_(runtime, path_),
        review_(runtime, path_) {}

  std::vector<Service> Services() override {
    return {{v1::SpokespersonService::service_full_name(), &service_}};
  }

  absl::Status Start() override { return review_.Start(); }

  void Stop() override { review_.Stop(); }

 private:
  server::Workers workers_{2, 1024};
  server::WritePath path_;
  SpokespersonServiceImpl service_;
  SpeakerReview review_;
};

}  // namespace
}  // namespace clarion::spokesperson

int main(int argc, char** argv) {
  return clarion::server::RunProcess(
      argc, argv, {"spokesperson", [](clarion::server::Runtime& runtime) {
                     return std::make_unique<clarion::spokesperson::SpokespersonDesk>(runtime);
                   }});
}
