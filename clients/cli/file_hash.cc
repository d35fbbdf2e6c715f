#include "clients/cli/file_hash.h"

#include <openssl/evp.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>

#include "clients/cli/local_failure.h"

namespace clarion::cli {

absl::StatusOr<std::string> HashOfFile(const std::string& path) {
  const absl::Status unreadable = Misused("不能读取 " + path, "cannot read " + path);
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return unreadable;
  std::ifstream file(path, std::ios::binary);
  if (!file) return unreadable;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  std::array<char, 65536> piece{};
  while (file) {
    file.read(piece.data(), piece.size());
    EVP_DigestUpdate(context.get(), piece.data(), static_cast<size_t>(file.gcount()));
  }
  if (!file.eof()) return unreadable;
  std::string hash(32, '\0');
  EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(hash.data()), nullptr);
  return hash;
}

std::string FileName(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

}  // namespace clarion::cli
