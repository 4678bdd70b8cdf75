/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_TEMPORARY_H
#define IPSEC_OFFLOAD_PLANNER_TEMPORARY_H

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * A file or folder that is not finished yet, beside the place where it will be. It goes away with
 * this object. While its owner lives, the owner holds a lock of the kernel on it (flock()), which
 * ends with the process however that dies: so another process can tell what is abandoned.
 */
class Temporary
{
  public:
    /// What to make.
    enum class Kind
    {
        FILE,
        FOLDER
    };

    /**
     * Make it, with a name of its own.
     * @param path of what is to be made with it; its folder must be there and gets this one
     * @param kind what
     * @throws std::runtime_error when it cannot be made; the text names the path
     */
    Temporary(const std::string& path, Kind kind);

    ~Temporary();

    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;

    /** @return its path */
    const std::string& GetPath() const
    {
        return m_path;
    }

    /** @return it, opened: a file for reading and writing */
    int GetDescriptor() const
    {
        return m_descriptor;
    }

    /**
     * It is finished: give it its name.
     * @param path replaced if it is there
     * @return false when that fails; errno says why
     */
    bool MoveTo(const std::string& path);

  private:
    std::string m_path;   //!< where it is; empty: moved
    int m_descriptor{-1}; //!< holds the lock
};

/**
 * @ingroup ipsec-offload
 * Remove what processes that died have left: files and folders that a Temporary made, of the same
 * user, whose lock nobody holds. What cannot be locked stays.
 * @param folder where to look, not in its folders
 */
void RemoveAbandoned(const std::string& folder);

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_TEMPORARY_H */
