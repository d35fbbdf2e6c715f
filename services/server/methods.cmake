# Writes methods.h: every RPC of the contract as an enum value, read from the .proto files.
#
#   cmake -D OUTPUT=FILE -D PROTOS=A;B;... -P methods.cmake
#
# The access table (access_table.h) is checked against it at compile time.
set(values "")
set(names "")
foreach(proto IN LISTS PROTOS)
  file(STRINGS ${proto} lines REGEX "^ *(package|service|rpc) ")
  foreach(line IN LISTS lines)
    if(line MATCHES "^package ([a-z0-9.]+)")
      set(package ${CMAKE_MATCH_1})
    elseif(line MATCHES "^service ([A-Za-z0-9]+)")
      set(service ${CMAKE_MATCH_1})
    elseif(line MATCHES "^ *rpc ([A-Za-z0-9]+) *\\(")
      string(APPEND values "  k${CMAKE_MATCH_1},\n")
      string(APPEND names "    \"/${package}.${service}/${CMAKE_MATCH_1}\",\n")
    endif()
  endforeach()
endforeach()
file(WRITE ${OUTPUT} "// Generated from the .proto files by services/server/methods.cmake.
#pragma once

#include <cstddef>

namespace clarion::server {

enum class Method {
${values}};

inline constexpr const char* kMethodNames[] = {
${names}};
inline constexpr size_t kMethodCount = sizeof(kMethodNames) / sizeof(kMethodNames[0]);

// As in the path of a call: `/clarion.v1.IncidentService/GetIncident`.
constexpr const char* MethodName(Method method) {
  return kMethodNames[static_cast<size_t>(method)];
}

}  // namespace clarion::server
")
