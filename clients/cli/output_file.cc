#include "clients/cli/output_file.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "clients/cli/local_failure.h"
#include "clients/cli/safe_text.h"

namespace clarion::cli {

int WriteOut(Session& session, const std::string& file, const std::string& content) {
  if (file.empty()) {
    session.terminal.out << SafeText(content);
    return 0;
  }
  const std::string fresh = absl::StrCat(file, ".", getpid());
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  out << content << std::flush;
  const bool written = out.good();
  out.close();
  std::error_code error;
  if (written) std::filesystem::rename(fresh, file, error);
  if (!written || error) {
    std::filesystem::remove(fresh, error);
    return session.Fail(Misused("不能写入 " + file, "cannot write " + file));
  }
  return 0;
}

}  // namespace clarion::cli
